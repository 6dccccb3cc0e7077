package deploy_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// registry serves one image without layers, as a registry does (OCI
// Distribution Specification 1.1, section 3), because the real base cannot be
// fetched everywhere. It returns the image's name.
func registry(t *testing.T) string {
	t.Helper()
	config := mustJSON(t, map[string]any{
		"architecture": runtime.GOARCH, "os": "linux", "config": map[string]any{"User": "65532"},
		"rootfs": map[string]any{"type": "layers", "diff_ids": []string{}},
	})
	manifest := mustJSON(t, map[string]any{
		"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json", "layers": []string{},
		"config": map[string]any{"mediaType": "application/vnd.oci.image.config.v1+json", "digest": digest(config), "size": len(config)},
	})
	serve := func(mediaType string, body []byte) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", mediaType)
			w.Header().Set("Docker-Content-Digest", digest(body))
			_, _ = w.Write(body)
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /v2/{$}", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /v2/base/manifests/", serve("application/vnd.oci.image.manifest.v1+json", manifest))
	mux.HandleFunc("GET /v2/base/blobs/"+digest(config), serve("application/octet-stream", config))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://") + "/base:latest"
}

func mustJSON(t *testing.T, value any) []byte {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// TestTheImage builds the image as make does, on another base, and runs the
// program in it.
func TestTheImage(t *testing.T) {
	folder := t.TempDir()
	said, err := output(t.Context(), []string{"KO_DEFAULTBASEIMAGE=" + registry(t), "PLATFORM=linux/" + runtime.GOARCH},
		root+"/internal/rigs/image.sh", folder)
	if err != nil {
		t.Fatalf("the image does not build; make rigs installs ko: %v\n%s", err, said)
	}
	image := untar(t, folder+"/followcal-image.tar")
	var manifest []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	parse(t, image["manifest.json"], &manifest)
	if len(manifest) != 1 || len(manifest[0].RepoTags) != 1 || !strings.HasSuffix(manifest[0].RepoTags[0], "followcal:latest") {
		t.Fatalf("manifest = %s", image["manifest.json"])
	}
	var config struct {
		Config struct {
			User       string
			Entrypoint []string
		}
	}
	parse(t, image[manifest[0].Config], &config)
	if config.Config.User != "65532" || len(config.Config.Entrypoint) != 1 || config.Config.Entrypoint[0] != "/ko-app/followcal" {
		t.Errorf("config = %+v", config)
	}
	program := ""
	for _, layer := range manifest[0].Layers {
		if body, ok := untarGzip(t, image[layer])["/ko-app/followcal"]; ok {
			program = write(t, folder+"/followcal", string(body))
		}
	}
	if err := os.Chmod(program, 0o700); err != nil {
		t.Fatalf("no layer holds the program: %v", err)
	}
	if said, err := output(t.Context(), nil, program, "version"); err != nil || !strings.HasPrefix(said, "followcal ") {
		t.Errorf("it says %q, %v", said, err)
	}
	checkSBOM(t, folder+"/sbom")
}

// checkSBOM wants one that names a module which the program needs.
func checkSBOM(t *testing.T, folder string) {
	t.Helper()
	found := 0
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.Contains(read(t, path), "modernc.org/sqlite") {
			found++
		}
		return err
	})
	if err != nil || found == 0 {
		t.Errorf("%d files list the modules: %v", found, err)
	}
}

func parse(t *testing.T, text []byte, into any) {
	t.Helper()
	if err := json.Unmarshal(text, into); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
}

func untarGzip(t *testing.T, body []byte) map[string][]byte {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return entries(t, r)
}

func untar(t *testing.T, path string) map[string][]byte {
	t.Helper()
	return entries(t, strings.NewReader(read(t, path)))
}

func entries(t *testing.T, r io.Reader) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	archive := tar.NewReader(r)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		if all[header.Name], err = io.ReadAll(archive); err != nil {
			t.Fatal(err)
		}
	}
}
