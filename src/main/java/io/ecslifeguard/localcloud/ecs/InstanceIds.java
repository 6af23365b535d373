package io.ecslifeguard.localcloud.ecs;

import java.util.concurrent.ThreadLocalRandom;

/** Ids in the vendor's form: {@code i-bp1} and 17 letters and digits. */
final class InstanceIds {

    private static final String FILLING = "123456789abcdefghijklmnopqrstuvwxyz";

    private InstanceIds() {}

    /** An id that no other number has, in this run and very likely in others. */
    static String of(long number) {
        // The first zero parts filling and number
        var own = "0" + Long.toString(number, 36);
        var id = new StringBuilder("i-bp1");
        while (id.length() + own.length() < 22) {
            id.append(FILLING.charAt(ThreadLocalRandom.current().nextInt(FILLING.length())));
        }
        return id.append(own).toString();
    }
}
