package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Control;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Control part {@code stock}: what cannot be bought, and spot prices.
 *
 * <ul>
 *   <li>{@code GET /stock}: {@code {"rules", "spotPrices"}}
 *   <li>{@code POST /stock} {@code {"type", "zone", "vSwitch", "spot", "code", "status", "left"}}: a rule; what is not
 *       given is any. It refuses RunInstances, and StartInstance of what was stopped without charge, with {@code code}
 *       ({@code OperationDenied.NoStock}) once {@code left} (0) more are bought. The answer carries its {@code id}
 *   <li>{@code POST /stock} {@code {"type", "spotPrice"}}: the market price of a type
 *   <li>{@code DELETE /stock}, {@code DELETE /stock/{id}}: all rules and prices, or one rule
 * </ul>
 */
record StockControl(Market market) implements Control {

    private static final int MOST = 1_000;

    // All other codes of this kind are 403
    private static final Set<String> BAD_REQUESTS = Set.of(
            "ResourceNotAvailable",
            "InvalidVSwitchId.IpNotEnough",
            "QuotaExceeded.PrivateIpAddress",
            "Account.Arrearage",
            "QuotaExceed.AfterpayInstance",
            "InvalidSpotPriceLimit.LowerThanPublicPrice");

    @Override
    public String name() {
        return "stock";
    }

    @Override
    public Object call(String method, List<String> rest, Map<String, String> query, JsonObject body) {
        if (method.equals("GET") && rest.isEmpty()) {
            var rules = new JsonArray();
            market.rules().forEach(rule -> rules.add(json(rule)));
            var prices = new JsonObject();
            market.spotPrices().forEach(prices::put);
            return new JsonObject().put("rules", rules).put("spotPrices", prices);
        }
        if (method.equals("POST") && rest.isEmpty()) {
            return body.containsKey("spotPrice") ? price(body) : rule(body);
        }
        if (method.equals("DELETE") && rest.isEmpty()) {
            market.clear();
            return null;
        }
        if (method.equals("DELETE") && rest.size() == 1) {
            if (!market.remove(rest.get(0))) {
                throw new ApiError(404, "NotFound", "There is no rule " + rest.get(0) + "; GET stock lists them");
            }
            return null;
        }
        throw new ApiError(404, "NotFound", "stock takes GET, POST, DELETE, and DELETE {id}");
    }

    private JsonObject rule(JsonObject body) {
        if (market.rules().size() >= MOST) {
            throw new ApiError(409, "Full", "There are at most " + MOST + " rules; DELETE stock removes them");
        }
        var code = body.getString("code", "OperationDenied.NoStock");
        var rule = new StockRule(
                UUID.randomUUID().toString(),
                body.getString("type"),
                body.getString("zone"),
                body.getString("vSwitch"),
                body.getBoolean("spot"),
                code,
                body.getInteger("status", BAD_REQUESTS.contains(code) ? 400 : 403),
                body.getInteger("left", 0));
        market.add(rule);
        return json(rule);
    }

    private JsonObject price(JsonObject body) {
        var type = body.getString("type", "");
        var price = body.getDouble("spotPrice");
        // Reading the price fails where the name is none of a type
        if (price == null || price < 0 || market.price(type) <= 0) {
            throw new ApiError(400, "BadRequest", "spotPrice must be a price an hour and type a type");
        }
        if (market.spotPrices().size() >= MOST) {
            throw new ApiError(409, "Full", "There are at most " + MOST + " prices; DELETE stock removes them");
        }
        market.setSpotPrice(type, price);
        return new JsonObject().put("type", type).put("spotPrice", price);
    }

    private static JsonObject json(StockRule rule) {
        return new JsonObject()
                .put("id", rule.id())
                .put("type", rule.instanceType())
                .put("zone", rule.zone())
                .put("vSwitch", rule.vSwitch())
                .put("spot", rule.spot())
                .put("code", rule.code())
                .put("status", rule.status())
                .put("left", rule.left());
    }
}
