// Only a test's own variables: commands that it runs see none of the developer's or the CI system's.
for (const name of ['NO_COLOR', 'FORCE_COLOR', 'GITHUB_STEP_SUMMARY']) delete process.env[name];
