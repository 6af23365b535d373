package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.EventSink;
import io.ecslifeguard.localcloud.core.Product;
import io.ecslifeguard.localcloud.core.Time;
import io.ecslifeguard.localcloud.slb.LocalBalancers;
import io.ecslifeguard.localcloud.slb.Servers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The local cloud's instances and load balancers: their APIs, their control parts and their events. */
public final class LocalFleet {

    private final LocalBalancers balancers;
    private final List<Product> products;
    private final List<Control> controls;
    private final Seed seed;

    /**
     * @param time all of it runs on this one's thread
     * @param sink where events are put
     * @param account the account that everything belongs to
     * @param region the only region that there is
     * @param options how instances behave at first
     */
    public LocalFleet(Time time, EventSink sink, String account, String region, FleetOptions options) {
        var settings = new Settings(options);
        var home = new Home(account, region);
        var instances = new Instances();
        var market = new Market();
        var templates = new LaunchTemplates();
        balancers = new LocalBalancers(
                time,
                region,
                new RunningServers(instances),
                () -> settings.now().configuring(),
                () -> settings.now().groupsByServer());
        var monitor = new CloudMonitor(time, sink, home, settings);
        var life = new Life(time, settings, instances, monitor, balancers::released);
        var run = new RunInstances(time, settings, home, instances, life, market, templates);
        products = List.of(
                new EcsApi(
                        run,
                        new InstancePower(home, instances, life, market),
                        new InstanceQueries(home, instances, new InstanceView(home)),
                        new Tagging(home, instances),
                        new PriceQueries(time, home, market, templates)),
                balancers.product());
        var parts = new ArrayList<>(balancers.controls());
        parts.add(new InstancesControl(settings, home, instances, life, run));
        parts.add(new StockControl(market));
        parts.add(new SettingsControl(settings));
        parts.add(new EventsControl(time, sink, home, settings, instances));
        parts.add(new TemplatesControl(time, templates));
        controls = parts.stream().<Control>map(CheckedControl::new).toList();
        seed = new Seed(time, home, life, run, balancers, templates);
    }

    /** ECS, version 2014-05-26, and SLB, version 2014-05-15. */
    public List<Product> products() {
        return products;
    }

    /** The parts of the control API that steer instances and load balancers. */
    public List<Control> controls() {
        return controls;
    }

    /**
     * Fills the fleet.
     *
     * @param fleet {@code none}; {@code demo}, a small fleet behind two load balancers; or how many instances there are
     *     to be, spread over the vServer groups of load balancers
     */
    public void seed(String fleet) {
        seed.plant(fleet);
    }

    private record RunningServers(Instances instances) implements Servers {

        @Override
        public boolean running(String id) {
            return instances.find(id).filter(it -> it.state == State.RUNNING).isPresent();
        }

        @Override
        public Optional<String> find(String idOrName) {
            return instances.named(idOrName).map(instance -> instance.id);
        }
    }
}
