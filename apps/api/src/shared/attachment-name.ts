/**
 * The file name for Content-Disposition: exact in the encoded form, a harmless ASCII one for programs that do not
 * know that. Nothing of a name can end the header or begin another.
 */
export function attachmentName(name: string): string {
  const plain = name.replace(/[^\w .()+-]/g, '_');
  const exact = encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`);
  return `filename="${plain}"; filename*=UTF-8''${exact}`;
}
