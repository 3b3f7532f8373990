/** What people may be: look, label, or look after the gallery too. Each may do what those before may. */
export const roles = ['viewer', 'labeller', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who the server takes the caller for. */
export interface Me {
  name: string;
  role: Role;
  /** False for the user of this machine, where nobody has to say who they are: the name is then chosen in the page. */
  authenticated: boolean;
  /** There is a session to sign out of. */
  can_sign_out: boolean;
}

export interface SignInQuery {
  /** An address of this server to go on to. */
  next?: string;
}

export interface SignIn {
  token: string;
}
