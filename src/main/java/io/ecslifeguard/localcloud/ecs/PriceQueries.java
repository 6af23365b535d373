package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What can be asked before one buys: launch templates and spot prices. */
record PriceQueries(Time time, Home home, Market market, LaunchTemplates templates) {

    /**
     * The price does not change by itself here: it is given for each full hour of the time asked for.
     *
     * @see <a href="https://www.alibabacloud.com/help/doc-detail/60400.htm">DescribeSpotPriceHistory</a>
     */
    JsonObject spotPriceHistory(Parameters call) {
        home.require(call);
        var type = call.required("InstanceType");
        var network = call.required("NetworkType");
        var end = moment(call, "EndTime", time.now());
        var start = moment(call, "StartTime", end.minus(3, ChronoUnit.HOURS));
        if (start.isBefore(end.minus(30, ChronoUnit.DAYS)) || start.isAfter(end)) {
            throw Parameters.invalid("StartTime", "it must be at most 30 days before the end");
        }
        var zones = call.text("ZoneId") == null ? home.zones() : List.of(call.text("ZoneId"));
        var prices = new JsonArray();
        for (var at = start.truncatedTo(ChronoUnit.HOURS); !at.isAfter(end); at = at.plus(1, ChronoUnit.HOURS)) {
            for (var zone : zones) {
                prices.add(new JsonObject()
                        .put("ZoneId", zone)
                        .put("InstanceType", type)
                        .put("NetworkType", network)
                        .put("IoOptimized", call.text("IoOptimized", "optimized"))
                        .put("SpotPrice", market.spotPrice(type))
                        .put("OriginPrice", market.price(type))
                        .put("Timestamp", at.toString()));
            }
        }
        return page(prices, call.number("Offset", 0, 0, Integer.MAX_VALUE));
    }

    private static JsonObject page(JsonArray prices, int offset) {
        var most = 1_000;
        var page = new JsonArray();
        prices.stream().skip(offset).limit(most).forEach(page::add);
        return new JsonObject()
                .put("SpotPrices", new JsonObject().put("SpotPriceType", page))
                .put("Currency", "CNY")
                .put("NextOffset", Math.min(prices.size(), offset + most));
    }

    private static Instant moment(Parameters call, String name, Instant otherwise) {
        try {
            return call.text(name) == null ? otherwise : Instant.parse(call.text(name));
        } catch (DateTimeParseException e) {
            throw Parameters.invalid(name, "it must be a time such as 2026-01-31T12:00:00Z");
        }
    }

    /**
     * @see <a href="https://www.alibabacloud.com/help/doc-detail/73761.htm">DescribeLaunchTemplateVersions</a>
     */
    JsonObject launchTemplateVersions(Parameters call) {
        home.require(call);
        var template = templates.named(call).orElseThrow(() -> Parameters.missing("LaunchTemplateId"));
        var wanted = call.list("LaunchTemplateVersion");
        var newest = template.versions().size();
        var versions = new ArrayList<JsonObject>();
        for (var number = newest; number >= 1; number--) {
            if ((wanted.isEmpty() || wanted.contains(String.valueOf(number)))
                    && (!call.flag("DefaultVersion") || number == newest)
                    && number >= call.number("MinVersion", 1, 1, Integer.MAX_VALUE)
                    && number <= call.number("MaxVersion", newest, 1, Integer.MAX_VALUE)) {
                versions.add(LaunchTemplateView.version(template, number));
            }
        }
        return Page.of(call, 50)
                .answer(versions, "LaunchTemplateVersionSets", "LaunchTemplateVersionSet", version -> version);
    }
}
