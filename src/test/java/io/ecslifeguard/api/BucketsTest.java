package io.ecslifeguard.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.testing.SetClock;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BucketsTest {

    private final SetClock clock = new SetClock();
    private final Buckets buckets = new Buckets(3, 2, clock);

    @Test
    void givesAQuietAddressAllAtOnceAndThenItsRate() {
        assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
        assertThat(buckets.take("192.0.2.1")).contains(Duration.ofMillis(500));
        clock.pass(Duration.ofMillis(499));
        assertThat(buckets.take("192.0.2.1")).isPresent();
        clock.pass(Duration.ofMillis(1001));
        assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
        clock.pass(Duration.ofSeconds(3600));
        assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
    }

    @Test
    void countsEachAddressForItself() {
        assertThat(taken("192.0.2.1", 5)).isEqualTo(3);
        assertThat(taken("192.0.2.2", 5)).isEqualTo(3);
    }

    @Test
    void countsANetworkOfVersion6AsOneAddress() {
        assertThat(taken("2001:db8:1:2:0:0:0:1", 2)).isEqualTo(2);
        assertThat(taken("2001:db8:1:2:ffff:ffff:ffff:ffff", 2)).isEqualTo(1);
        assertThat(taken("2001:db8:1:3:0:0:0:1", 2)).isEqualTo(2);
        assertThat(taken("fe80:0:0:0:0:0:0:1%eth0", 2)).isEqualTo(2);
        assertThat(taken("::1", 2)).isEqualTo(2);
        assertThat(taken("2001:db8::1", 2)).isEqualTo(2);
    }

    @Test
    void takesATurnedBackClockForNoTime() {
        assertThat(taken("192.0.2.1", 3)).isEqualTo(3);
        clock.pass(Duration.ofSeconds(-3600));
        assertThat(buckets.take("192.0.2.1")).isPresent();
        clock.pass(Duration.ofMillis(500));
        assertThat(buckets.take("192.0.2.1")).isEmpty();
    }

    @Test
    void remembersOnlySoManyAddresses() {
        // Given
        assertThat(taken("192.0.2.1", 3)).isEqualTo(3);

        // When
        var others = IntStream.rangeClosed(1, Buckets.ADDRESSES)
                .map(number -> taken("10.0." + number / 256 + "." + number % 256, 1))
                .sum();

        // Then
        assertThat(others).isEqualTo(Buckets.ADDRESSES);
        assertThat(buckets.addresses()).isEqualTo(Buckets.ADDRESSES);
        assertThat(buckets.take("192.0.2.1")).isEmpty();
    }

    private int taken(String address, int tries) {
        return (int) IntStream.range(0, tries)
                .filter(number -> buckets.take(address).isEmpty())
                .count();
    }
}
