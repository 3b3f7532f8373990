/** What each number is, in a few words; docs/metrics.md has them in many. */
export const definitions = {
  percent: 'Labelled images, of all that are here. Not affected by the period.',
  total: 'Images that are here now, with those in all folders below. Not affected by the period.',
  labelled: 'Images with a star, a tag or a note. Numbers that jobs push are no label. Not affected by the period.',
  untouched: 'Images without a star, a tag and a note. Not affected by the period.',
  forecast:
    'Images without a label, divided by the first labels a day on the latest seven days of work, with as much rest between as there was. ' +
    'Today does not count. The range is the pace plus and minus twice its error. Not affected by the period.',
  folders: 'Folders right below, each with everything in it. Images right in this folder are in the totals only.',
  parts: 'Saved views that are one part of a query that was split among people.',
  stars: 'How many images have each number of stars now. Not affected by the period.',
  tags: 'The tags that most images have now. An image counts for each of its tags. Not affected by the period.',
  days: 'Labels on each day of the calendar in this time zone. First labels are those on images that nobody had ever written on.',
  hours: 'Labels by the hour of the clock in this time zone, added up over all days of the period.',
  labels:
    'How often somebody turned to an image and wrote on it. Everything written on it without a break of five minutes, and ' +
    'without writing on another, is one label. A change of many images is one on each.',
  first: 'Of these labels: on images that nobody had ever written on.',
  own: 'Of these labels: on images on which the same person had written last.',
  others: 'Of these labels: on images on which somebody else had written last.',
  active:
    'The time between one thing a person did and the next, added up. Gaps of more than five minutes are breaks and do not count.',
  median:
    'Half of the images took less, half took more: from what the person did before to the last thing they wrote on this one. ' +
    'After a break, and in changes of many images, nobody knows; these do not count.',
  undone: 'Changes of this person that somebody took back, also they themselves.',
  refused:
    'Changes that met one of somebody else and were told so. Written: the same person wrote on the image within an hour, mostly ' +
    'the page by itself. Left: they did not, and what the other wrote stands. Counted by the hour and for the whole gallery, ' +
    'whatever the folder.',
  name: 'Who has no name counts by the browser. Two people who share a name are one.',
} as const;

export type Defined = keyof typeof definitions;
