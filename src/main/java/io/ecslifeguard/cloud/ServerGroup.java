package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * A vServer group with its members.
 *
 * @param loadBalancer whose group it is, where told
 * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-describevservergroupattribute">DescribeVServerGroupAttribute</a>
 */
public record ServerGroup(
        ServerGroupId id, String name, Optional<LoadBalancerId> loadBalancer, List<Backend> backends) {

    public ServerGroup {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        requireNonNull(loadBalancer, "loadBalancer");
        backends = List.copyOf(backends);
    }
}
