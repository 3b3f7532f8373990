import { ActivityLog } from '../../apps/api/src/activity/activity-log.ts';
import { WorkedSets } from '../../apps/api/src/activity/worked-sets.ts';

/** Of a gallery in which nobody has done anything. */
export const noActivity = new WorkedSets({ log: new ActivityLog(), followInTime: () => Promise.resolve() });
