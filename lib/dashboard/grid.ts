/** Columns of a whole row of a dashboard, and of half of one. */
export const FULL = 24;
export const HALF = 12;
