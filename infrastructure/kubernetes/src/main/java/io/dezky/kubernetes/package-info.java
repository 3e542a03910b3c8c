/**
 * A real Kubernetes API on loopback: etcd, kube-apiserver and kube-controller-manager as child processes. {@link
 * io.dezky.kubernetes.KubernetesApi} is the way in; everything else is behind it.
 */
package io.dezky.kubernetes;
