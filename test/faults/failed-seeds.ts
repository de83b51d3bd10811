/** Seeds of random schedules that failed once, for whatever reason: each change runs them again. */
export const failedSeeds = [
  2, 7, 8, 37, 60, 67, 106, 111, 139, 144, 487, 558, 765, 909, 998, 1502, 1682, 2141, 2413, 2758, 2833,
];
