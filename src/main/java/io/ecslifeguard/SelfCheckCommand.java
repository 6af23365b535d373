package io.ecslifeguard;

import io.ecslifeguard.selfcheck.Finding;
import io.ecslifeguard.selfcheck.SelfCheck;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What {@code --self-check} does instead of running the service. */
final class SelfCheckCommand {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private SelfCheckCommand() {}

    /** Prints a line for each path; gives 0 where all work, else 1. */
    static int run(PrintStream out) {
        return run(new SelfCheck(), out);
    }

    static int run(SelfCheck check, PrintStream out) {
        try {
            var findings = check.run().subscribeAsCompletionStage().get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            findings.forEach(out::println);
            out.println(verdict(findings));
            return findings.stream().allMatch(Finding::works) ? 0 : 1;
        } catch (ExecutionException | TimeoutException failure) {
            out.println("FAILED  The self-check itself: " + failure);
            return 1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    static String verdict(List<Finding> findings) {
        var failed = findings.stream().filter(finding -> !finding.works()).count();
        return failed == 0
                ? "All " + findings.size() + " paths through the SDKs work."
                : failed + " of " + findings.size()
                        + " paths through the SDKs do not work in this build, which must not be used.";
    }
}
