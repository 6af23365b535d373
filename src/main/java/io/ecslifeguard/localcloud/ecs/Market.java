package io.ecslifeguard.localcloud.ecs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be bought, and for how much an hour. */
final class Market {

    /** Vendor's price relations do not matter here: a core costs this, and a spot instance a fifth of its type. */
    private static final double CORE_PRICE = 0.1;

    private final List<StockRule> rules = new ArrayList<>();
    private final Map<String, Double> spotPrices = new HashMap<>();

    List<StockRule> rules() {
        return List.copyOf(rules);
    }

    void add(StockRule rule) {
        rules.add(rule);
    }

    boolean remove(String id) {
        return rules.removeIf(rule -> rule.id().equals(id));
    }

    void clear() {
        rules.clear();
        spotPrices.clear();
    }

    Map<String, Double> spotPrices() {
        return Map.copyOf(spotPrices);
    }

    void setSpotPrice(String instanceType, double price) {
        spotPrices.put(instanceType, price);
    }

    /**
     * How many there are of the {@code amount}.
     *
     * @return at least {@code least}; fails with the rule's error where there are fewer
     */
    int available(Order order, int amount, int least) {
        var available = amount;
        for (var rule : rules) {
            if (rule.meets(order)) {
                available = Math.min(available, rule.left());
                if (available < least) {
                    throw rule.error();
                }
            }
        }
        return available;
    }

    void checkStock(Order order) {
        for (var rule : rules) {
            if (rule.meets(order) && rule.left() < 1) {
                throw rule.error();
            }
        }
    }

    void take(Order order, int bought) {
        rules.replaceAll(rule -> rule.meets(order) ? rule.less(bought) : rule);
    }

    double price(Order order) {
        return order.spot() ? spotPrice(order.type()) : price(order.type());
    }

    double price(String instanceType) {
        return round(InstanceType.of(instanceType).cores() * CORE_PRICE);
    }

    double spotPrice(String instanceType) {
        return spotPrices.getOrDefault(instanceType, round(price(instanceType) / 5));
    }

    private static double round(double price) {
        return Math.round(price * 1000) / 1000.0;
    }
}
