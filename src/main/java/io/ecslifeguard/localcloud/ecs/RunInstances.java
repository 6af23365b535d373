package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Parameters;
import io.ecslifeguard.localcloud.core.Time;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * Buys instances.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-runinstances">RunInstances</a>
 */
final class RunInstances {

    private final Time time;
    private final Settings settings;
    private final Home home;
    private final Instances instances;
    private final Life life;
    private final Market market;
    private final LaunchTemplates templates;
    private final ClientTokens tokens = new ClientTokens();

    RunInstances(
            Time time,
            Settings settings,
            Home home,
            Instances instances,
            Life life,
            Market market,
            LaunchTemplates templates) {
        this.time = time;
        this.settings = settings;
        this.home = home;
        this.instances = instances;
        this.life = life;
        this.market = market;
        this.templates = templates;
    }

    JsonObject call(Parameters call) {
        home.require(call);
        return tokens.once(call, () -> {
            var order = Order.of(templates.fillIn(call), home);
            new OrderCheck(home, market).check(order);
            var amount = order.asked().number("Amount", 1, 1, 100);
            var least = order.asked().number("MinAmount", amount, 1, amount);
            checkQuota(least);
            var bought = market.available(order, Math.min(amount, room()), least);
            EcsErrors.checkDryRun(call);
            market.take(order, bought);
            var ids = create(order, bought);
            return new JsonObject()
                    .put("InstanceIdSets", new JsonObject().put("InstanceIdSet", new JsonArray(ids)))
                    .put("TradePrice", Math.round(market.price(order) * bought * 1000) / 1000.0);
        });
    }

    /** Creates instances without a look at stock and tokens. */
    List<String> create(Order order, int amount) {
        var made = make(order, amount);
        made.forEach(life::begin);
        return made.stream().map(instance -> instance.id).toList();
    }

    /** Instances that do not live yet. */
    List<Instance> make(Order order, int amount) {
        checkQuota(amount);
        var made = new ArrayList<Instance>();
        for (var index = 0; index < amount; index++) {
            var number = instances.nextNumber();
            var id = InstanceIds.of(number);
            var suffix = amount > 1 && order.asked().flag("UniqueSuffix");
            var name = Names.of(order.asked().text("InstanceName", id), index, suffix);
            var hostName = Names.of(order.asked().text("HostName", "iZ" + id.substring(2) + "Z"), index, suffix);
            made.add(new Instance(number, id, name, hostName, order, time.now()));
        }
        return made;
    }

    private int room() {
        return settings.now().maxInstances() - instances.size();
    }

    private void checkQuota(int amount) {
        if (amount > room()) {
            throw EcsErrors.quota(settings.now().maxInstances());
        }
    }
}
