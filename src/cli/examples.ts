/** What a person is likely to type, per command; shown under its help. */
export const examples: { readonly [command: string]: readonly string[] } = {
  why503: ['why503 diagnose ./evidence', "why503 explain '503 UC upstream_reset_before_response_started{connection_termination}'"],
  diagnose: [
    'why503 diagnose ./evidence bug-report.tar.gz',
    'why503 diagnose ./evidence --from monitoring/vmalert --to monitoring/vminsert:8480 --since 2h',
    'why503 diagnose ./evidence --window 02:00..02:30',
    'why503 diagnose ./evidence -o json > diagnosis.json',
    'why503 diagnose --from monitoring/vmalert --to monitoring/vminsert:8480 --save evidence.tar.gz',
    'kubectl -n monitoring logs vminsert-0 -c istio-proxy | why503 diagnose -',
  ],
  collect: [
    'why503 collect --from monitoring/vmalert --to monitoring/vminsert:8480 -o evidence.tar.gz',
    'why503 collect --to monitoring/vminsert --since 2h --dry-run',
    'why503 collect -n monitoring --context staging',
  ],
  explain: [
    "why503 explain 'upstream connect error or disconnect/reset before headers. reset reason: connection termination'",
    'why503 explain UC URX',
    'why503 explain UC --istio 1.24',
    'why503 explain tomcat keep-alive',
    'why503 explain keepalive-idle-mismatch',
    'kubectl logs vmalert-0 | tail -1 | why503 explain -',
  ],
  fix: [
    'why503 fix ./evidence',
    'why503 fix ./evidence --cause keepalive-idle-mismatch -o yaml | kubectl apply --server-side --field-manager=why503 --dry-run=server -f -',
    'why503 fix ./evidence --fix server-idle-limit -o json',
    'why503 fix --check sidecar.yaml --istio 1.27',
  ],
  verify: [
    'why503 verify --before ./evidence --after ./evidence-after',
    'why503 verify --before old.tar.gz --after new.tar.gz --to vminsert.monitoring -o json',
  ],
  simulate: [
    'why503 simulate --server vminsert --period 60s --jitter 5ms --change client-idle=50s --change server-idle=65m',
    'why503 simulate --server-idle 5s --rate 2/s --pools 20 --throttled',
    'why503 simulate --path vmalert/vminsert --period 60s --istio 1.24 --change client-idle=50s',
    'why503 simulate --period 60s --hop name=sidecar,client=50s,envoy=1h --hop name=vminsert,client=1h,server=60s',
    'why503 simulate --server vminsert --from-log istio-proxy.log --change max-requests=1 -o json',
  ],
  probe: [
    'why503 probe 127.0.0.1:8080 --path /health',
    'why503 probe https://orders.shop:8443/health --cacert ca.pem --dry-run',
    'why503 probe 127.0.0.1:8080 --requests --age 10m',
    'why503 probe 127.0.0.1:15001 --allow-load-balancer --max-wait 65m -o json',
  ],
  logs: [
    'why503 logs istio-proxy.log',
    'why503 logs ./evidence -o html > logs.html',
    'kubectl -n monitoring logs vminsert-0 -c istio-proxy | why503 logs -',
    'kubectl -n monitoring logs -f vminsert-0 -c istio-proxy | why503 logs -f -',
  ],
  redact: ['why503 redact bug-report.tar.gz -o to-share.tar.gz'],
  generate: ['why503 generate rbac --service-account monitoring/why503 | kubectl apply -f -'],
  rbac: ['why503 generate rbac --service-account monitoring/why503 | kubectl apply -f -'],
  lab: [
    'why503 lab setup',
    'why503 lab list',
    'why503 lab run keepalive-app-hop',
    "why503 lab run 'keepalive-*' --jobs 2 -o json",
    'why503 lab record oom-kill --as oom-vminsert-again',
  ],
  completion: [
    'source <(why503 completion bash)',
    'why503 completion zsh > "${fpath[1]}/_why503"',
    'why503 completion fish > ~/.config/fish/completions/why503.fish',
  ],
};
