/**
 * What is in {@code deploy/} is held to the schemas of Kubernetes and Strimzi and to the rest of the repository: probes to the
 * ports of the services, topics to the contracts, the kustomization to its folder. No cluster is needed; whether one admits
 * the pods is not shown here.
 */
@NullMarked
package io.millrace.systemtests.deploy;

import org.jspecify.annotations.NullMarked;
