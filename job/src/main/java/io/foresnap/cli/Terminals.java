package io.foresnap.cli;

/** Whether somebody watches. */
final class Terminals {

    /** Whether progress should be shown: run-local.sh tells whether stdout is a terminal. */
    static boolean interactive() {
        return Boolean.getBoolean("foresnap.terminal");
    }

    private Terminals() {}
}
