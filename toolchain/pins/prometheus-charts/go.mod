module istio-mesh/toolchain/pins/prometheus-charts

go 1.21

require github.com/prometheus-community/helm-charts v0.0.0-20260828105119-ed5d7d9b5933
