export function databaseIn(workspace: string): string {
  return `${workspace}/labels.db`;
}

export function labelsFileIn(workspace: string): string {
  return `${workspace}/labels.json`;
}
