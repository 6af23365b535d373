package io.ecslifeguard.localcloud.slb;

import io.ecslifeguard.localcloud.core.Control;
import io.ecslifeguard.localcloud.core.Product;
import io.ecslifeguard.localcloud.core.Time;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The local cloud's load balancers. */
public final class LocalBalancers {

    private final Time time;
    private final Servers servers;
    private final Balancers balancers = new Balancers();
    private final Product product;

    /**
     * @param servers what is known of instances
     * @param configuring how long a load balancer refuses changes after a change, asked at each change
     * @param groupsByServer whether DescribeLoadBalancers finds members of vServer groups by ServerId, asked at each call
     */
    public LocalBalancers(
            Time time, String region, Servers servers, Supplier<Duration> configuring, BooleanSupplier groupsByServer) {
        this.time = time;
        this.servers = servers;
        var here = new Region(region);
        var edits = new Edits(time, servers, configuring);
        var view = new LoadBalancerView(here);
        this.product = new SlbApi(
                new LoadBalancerActions(time, here, balancers, edits, view, groupsByServer),
                new GroupActions(time, here, balancers, edits));
    }

    /** The API, version 2014-05-15. */
    public Product product() {
        return product;
    }

    /** The control parts {@code loadbalancers} and {@code groups}. */
    public List<Control> controls() {
        return List.of(new LoadBalancersControl(time, balancers, servers), new GroupsControl(time, balancers, servers));
    }

    /** Takes an instance that was released out of all groups. */
    public void released(String instanceId) {
        balancers.all().forEach(loadBalancer -> loadBalancer.defaultGroup.removeServer(instanceId));
        balancers.allGroups().forEach(group -> group.removeServer(instanceId));
    }

    /**
     * Creates a load balancer with a vServer group.
     *
     * @param port on which each of the group's servers listens
     */
    public void seed(String name, String group, int port, List<String> instanceIds) {
        var loadBalancer =
                balancers.find(name).orElseGet(() -> balancers.create(name, List.of(80), Map.of(), time.now()));
        var created = balancers.createGroup(loadBalancer, group, time.now());
        instanceIds.forEach(id -> created.put(new Backend(id, null, port, 100, "ecs", null)));
    }
}
