package io.ecslifeguard.dev;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a short-lived program answered: its exit status, and its output with its errors. */
record Command(int status, String output) {

    /** Runs the program to its end; one that cannot be started has status 127, as in a shell. */
    static Command run(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Command(124, command.get(0) + " did not end");
            }
            return new Command(process.exitValue(), output);
        } catch (IOException e) {
            return new Command(127, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Command(130, command.get(0) + " was interrupted");
        }
    }

    /**
     * What to put before a command that Ctrl-C in the terminal must not reach: the application needs its database and its
     * cloud until it has ended well.
     */
    static List<String> ownSession() {
        return run(List.of("setsid", "true")).status() == 0 ? List.of("setsid") : List.of();
    }

    /** Waits a moment before something is asked again. */
    static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a program to start", e);
        }
    }
}
