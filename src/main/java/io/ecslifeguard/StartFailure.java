package io.ecslifeguard;

import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.util.ExceptionUtil;
import io.smallrye.config.ConfigValidationException;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What is said of a start that failed: sentences where somebody set something wrong, a stack trace else. */
final class StartFailure {

    private static final String PORT_IN_USE =
            "Port %d seems to be in use by another process on %s. Free it, or set QUARKUS_HTTP_PORT or"
                    + " QUARKUS_MANAGEMENT_PORT to another; for example 8081.";

    private StartFailure() {}

    /** Prints the sentences, or logs what nobody could foresee. */
    static void tell(Throwable failure, PrintStream err) {
        sentences(ExceptionUtil.getRootCause(failure))
                .ifPresentOrElse(
                        sentences -> sentences.forEach(err::println),
                        () -> Logger.getLogger(StartFailure.class).error("The service could not be started", failure));
    }

    private static Optional<List<String>> sentences(Throwable cause) {
        if (cause instanceof ConfigValidationException unreadable) {
            return Optional.of(SettingValues.sentences(unreadable));
        }
        if (cause instanceof QuarkusBindException taken) {
            return Optional.of(List.of(PORT_IN_USE.formatted(taken.getPort(), taken.getHost())));
        }
        return cause instanceof ConfigurationException || cause instanceof PreventFurtherStepsException
                ? Optional.ofNullable(cause.getMessage()).map(List::of)
                : Optional.empty();
    }
}
