package io.ecslifeguard.api;

/** The number of a row of the journal, in a path or a query. */
public final class RowNumber {

    private RowNumber() {}

    /** The number that {@code value} is; fails with a {@link Refusal} that names the parameter. */
    public static long parse(String name, String value) {
        try {
            var number = value.matches("[0-9]{1,19}") ? Long.parseLong(value) : 0;
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException tooLarge) {
            // told below
        }
        throw Refusal.of(name, name + " is not a number from 1 to " + Long.MAX_VALUE);
    }
}
