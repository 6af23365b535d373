package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One instance to be bought. Kept before the call is made, so that the very same request can be made again: with the same
 * token the cloud gives the same instance and no second one, and refuses other parameters.
 *
 * @param clientToken at most 64 ASCII characters
 * @param template what it is made from, where not a copy
 * @param copy what it is a copy of, where not made from a template
 * @param type such as {@code ecs.g6.large}
 * @param vSwitch where it is put, which decides on the zone
 * @param spot whether it may be reclaimed at any time
 * @param priceLimit the most it may cost an hour, of spot instances; the market's price where empty
 * @param tags in addition to the copy's, whose they replace; in order, so that the request is the same each time
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/how-to-ensure-idempotence">Idempotence</a>
 */
@RegisterForReflection(registerFullHierarchy = true)
public record RunOrder(
        String clientToken,
        Optional<LaunchTemplate> template,
        Optional<InstanceCopy> copy,
        String type,
        String vSwitch,
        boolean spot,
        Optional<BigDecimal> priceLimit,
        Map<String, String> tags) {

    /** How many tags an instance can have. */
    static final int MOST_TAGS = 20;

    private static final BigDecimal HIGHEST_PRICE = new BigDecimal("9999.999");

    public RunOrder {
        requireNonNull(type, "type");
        requireNonNull(vSwitch, "vSwitch");
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
        if (!clientToken.matches("[!-~]{1,64}")) {
            throw new IllegalArgumentException("A client token is 1 to 64 visible ASCII characters");
        }
        if (template.isPresent() == copy.isPresent()) {
            throw new IllegalArgumentException("An instance is made either from a template or as a copy");
        }
        if (priceLimit.isPresent() && !spot) {
            throw new IllegalArgumentException("Only spot instances have a price limit");
        }
        if (priceLimit.filter(RunOrder::isNoPrice).isPresent()) {
            throw new IllegalArgumentException(
                    "A price limit is above 0, at most 9999.999, and has at most three decimals: " + priceLimit.get());
        }
    }

    private static boolean isNoPrice(BigDecimal price) {
        return price.signum() <= 0
                || price.compareTo(HIGHEST_PRICE) > 0
                || price.stripTrailingZeros().scale() > 3;
    }
}
