package io.ecslifeguard.selfcheck;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * One path, and what must come of it.
 *
 * @param call gives what is wrong, or empty
 */
record Check(String what, Uni<Optional<String>> call) {

    private static final int LONGEST = 500;

    /** {@code problem} gives what is wrong with an answer, or empty. */
    static <T> Check of(String what, Uni<T> call, Function<T, Optional<String>> problem) {
        return new Check(what, call.map(problem));
    }

    /** Such as an answer must be equal to. */
    static Optional<String> expect(String name, Object wanted, Object found) {
        return wanted.equals(found)
                ? Optional.empty()
                : Optional.of(name + " is " + found + " and not " + wanted + ", so that part of it is lost");
    }

    /** Never fails. */
    Uni<Finding> found(Duration longest) {
        return call.ifNoItem()
                .after(longest)
                .fail()
                // Whatever goes wrong, errors of linkage included, is what is looked for.
                .onFailure()
                .recoverWithItem(failure -> Optional.of(told(failure)))
                .map(problem -> new Finding(what, problem));
    }

    private static String told(Throwable failure) {
        var text = new StringBuilder();
        for (var cause = failure; cause != null && text.length() < LONGEST; cause = cause.getCause()) {
            text.append(text.isEmpty() ? "" : "; from ").append(cause);
        }
        return text.toString();
    }
}
