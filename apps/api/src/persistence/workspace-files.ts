export function databaseIn(workspace: string): string {
  return `${workspace}/labels.db`;
}

export function labelsFileIn(workspace: string): string {
  return `${workspace}/labels.json`;
}

export function lockIn(workspace: string): string {
  return `${workspace}/server.lock`;
}
