module why503.dev/lab/go-server

go 1.22
