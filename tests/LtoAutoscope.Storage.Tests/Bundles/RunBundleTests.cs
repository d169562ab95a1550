using System.IO.Compression;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Bundles;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;
using LtoAutoscope.Storage.Samples;
using LtoAutoscope.Storage.Tests.Runs;

namespace LtoAutoscope.Storage.Tests.Bundles;

public sealed class RunBundleTests : IAsyncLifetime
{
    private readonly TemporaryFolder _temporary = new();
    private DataFolder _data = null!;
    private RunFolder _run = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Zip => Path.Combine(_temporary.FullPath, "bundle.zip");

    public async ValueTask InitializeAsync()
    {
        _data = await DataFolder.OpenAsync(Path.Combine(_temporary.FullPath, "data"), new DataFolderOptions { MinimumFreeBytes = 0 }, TimeProvider.System, Token);
        _run = await RunBuilder.BuildAsync(_data, "20260314-180211-LTO-7", "LTO-7", 3, true, Token);
        await AtomicFile.WriteTextAsync(_run.ParticlesCsvPath, "particle_id,frame,diameter_nm,touches_border\na01-f0001-0001,a01-f0001,71.5,false\n", Token);
        await new CellTestStore(_data).SaveAsync(new CellTest("LTO-7", "LTO-7-1", 0.98, 0.1, DateTimeOffset.UnixEpoch), Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Cells, "LTO-7-1.csv"), "time_s\n", Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Cells, "LTO-7-1", "v1", "source.mpt"), "EC-Lab ASCII FILE\n", Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Samples, "LTO-7", "xrd", "1.xy"), "10 1\n", Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Cells, "LTO-7-10.csv"), "of another cell\n", Token);
        await AtomicFile.WriteTextAsync(Path.Combine(_data.Cells, "LTO-7-1.2.csv"), "of a cell with a dot in its name\n", Token);
    }

    public ValueTask DisposeAsync()
    {
        _data.Dispose();
        _temporary.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WriteFileAsync_WholeRun_IsSoundAndHoldsEveryFile()
    {
        BundleReport report = await RunBundle.WriteFileAsync(_run, new BundleOptions(), Zip, null, Token);
        BundleCheck check = await BundleVerifier.VerifyAsync(Zip, Token);
        Assert.Empty(check.Problems);
        Assert.Equal(_run.RunId, check.RunId);
        Assert.Equal(report.Files, check.Files);
        await using ZipArchive zip = await ZipFile.OpenReadAsync(Zip, Token);
        string[] names = [.. zip.Entries.Select(entry => entry.FullName)];
        Assert.All(Directory.EnumerateFiles(_run.FolderPath, "*", SearchOption.AllDirectories), path => Assert.Contains(Path.GetRelativePath(_run.FolderPath, path).Replace('\\', '/'), names));
        Assert.Contains("register/cells/LTO-7-1.json", names);
        Assert.Contains("register/cells/LTO-7-1.csv", names);
        Assert.Contains("register/cells/LTO-7-1/v1/source.mpt", names);
        Assert.Contains("register/samples/LTO-7/xrd/1.xy", names);
        Assert.DoesNotContain("register/cells/LTO-7-10.csv", names);
        Assert.DoesNotContain("register/cells/LTO-7-1.2.csv", names);
        Assert.Equal(RunBundle.Manifest, names[^1]);
    }

    [Fact]
    public async Task WriteFileAsync_RunCrate_IsAFlatGraphWhoseReferencesAllLead()
    {
        JsonNode crate = await CrateAsync(new BundleOptions());
        Dictionary<string, JsonNode> byId = crate["@graph"]!.AsArray().ToDictionary(entity => entity!["@id"]!.GetValue<string>(), entity => entity!);
        Assert.Equal("https://w3id.org/ro/crate/1.1", byId["ro-crate-metadata.json"]["conformsTo"]!["@id"]!.GetValue<string>());
        JsonNode root = byId["./"];
        Assert.All((string[])["name", "description", "datePublished", "license", "hasPart"], key => Assert.NotNull(root[key]));
        Assert.Equal("#no-licence-stated", root["license"]!["@id"]!.GetValue<string>());
        Assert.All(byId.Values.SelectMany(References), id => Assert.True(byId.ContainsKey(id) || id.StartsWith("https://", StringComparison.Ordinal), id));
        JsonNode frame = byId["frames/a01-f0001.tif"];
        Assert.Equal("File", frame["@type"]!.GetValue<string>());
        Assert.Equal(await FileHash.Sha256Async(_run.PathOf("frames/a01-f0001.tif"), Token), frame["sha256"]!.GetValue<string>());
        Assert.Contains("frames/a01-f0001.tif", References(byId["frames/"]));
        Assert.Equal("#instrument", byId["#acquisition"]["instrument"]!["@id"]!.GetValue<string>());
        Assert.Equal(69, byId["#d50"]["minValue"]!.GetValue<double>());

        static IEnumerable<string> References(JsonNode entity) => entity.AsObject().Where(pair => pair.Key != "@id").SelectMany(pair => pair.Value is JsonArray many ? many.OfType<JsonObject>() : pair.Value is JsonObject one ? [one] : [])
            .Select(value => value["@id"]!.GetValue<string>());
    }

    /// <summary>What the specification says MUST be, as the checks of crs4/rocrate-validator (profiles/ro-crate/1.1/must) put it.</summary>
    [Fact]
    public async Task WriteFileAsync_RunCrate_KeepsTheMustsOfRoCrate()
    {
        JsonNode crate = await CrateAsync(new BundleOptions { Licence = "https://creativecommons.org/licenses/by/4.0/", Authors = [BundleAuthor.Parse("Ada Lovelace, 0000-0002-1825-0097")] });
        JsonObject[] graph = [.. crate["@graph"]!.AsArray().Select(entity => entity!.AsObject())];
        Dictionary<string, JsonObject> byId = graph.ToDictionary(entity => entity["@id"]!.GetValue<string>());
        // Own terms go where those of the context go.
        Assert.Equal("https://w3id.org/ro/crate/1.1/context", crate["@context"]![0]!.GetValue<string>());
        Assert.All(crate["@context"]![1]!.AsObject(), term => Assert.StartsWith("http://schema.org/", term.Value!.GetValue<string>(), StringComparison.Ordinal));
        JsonObject descriptor = byId["ro-crate-metadata.json"], root = byId[descriptor["about"]!["@id"]!.GetValue<string>()];
        Assert.Equal("CreativeWork", Type(descriptor));
        Assert.Equal(("Dataset", "./"), (Type(root), root["@id"]!.GetValue<string>()));
        Assert.All((string[])["name", "description"], key => Assert.NotEmpty(root[key]!.GetValue<string>()));
        Assert.Matches(@"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$", root["datePublished"]!.GetValue<string>());
        JsonObject licence = byId[root["license"]!["@id"]!.GetValue<string>()];
        Assert.Equal(("CreativeWork", true), (Type(licence), licence.ContainsKey("name")));
        Assert.All(graph, entity =>
        {
            Assert.NotEmpty(Type(entity));
            Assert.Matches(@"^([A-Za-z0-9_\-.~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$", entity["@id"]!.GetValue<string>());
            // Flattened: an object within an entity is a reference and nothing else.
            Assert.All(entity.SelectMany(pair => pair.Value is JsonArray many ? many : [pair.Value?.DeepClone()]).OfType<JsonObject>(), inner => Assert.Equal(["@id"], inner.Select(pair => pair.Key)));
        });
        // Files and folders hang on the root by hasPart, and nothing else does.
        HashSet<string> parts = [];
        var open = new Queue<JsonObject>([root]);
        while (open.TryDequeue(out JsonObject? folder))
            foreach (string id in (folder["hasPart"]?.AsArray() ?? []).Select(part => part!["@id"]!.GetValue<string>()))
                if (parts.Add(id)) open.Enqueue(byId[id]);
        Assert.Equal(graph.Where(entity => entity != root && Type(entity) is "File" or "Dataset").Select(entity => entity["@id"]!.GetValue<string>()).Where(id => id != "./").Order(), parts.Order());
        Assert.All(parts.Where(id => Type(byId[id]) == "Dataset"), id => Assert.EndsWith("/", id, StringComparison.Ordinal));

        static string Type(JsonObject entity) => entity["@type"]!.GetValue<string>();
    }

    [Fact]
    public async Task WriteFileAsync_LicenceAndAuthors_StandInTheCrate()
    {
        JsonNode crate = await CrateAsync(new BundleOptions { Licence = "https://creativecommons.org/licenses/by/4.0/", Authors = [BundleAuthor.Parse("Ada Lovelace, 0000-0002-1825-0097")] });
        JsonNode root = crate["@graph"]!.AsArray().Single(entity => entity!["@id"]!.GetValue<string>() == "./")!;
        Assert.Equal("https://creativecommons.org/licenses/by/4.0/", root["license"]!["@id"]!.GetValue<string>());
        Assert.Equal("https://orcid.org/0000-0002-1825-0097", root["author"]![0]!["@id"]!.GetValue<string>());
    }

    [Fact]
    public async Task WriteFileAsync_SameAuthorTwice_StandsOnce()
    {
        BundleAuthor ada = new("Ada", "0000-0002-1825-0097"), bob = new("Bob", null);
        await RunBundle.WriteFileAsync(_run, new BundleOptions { Authors = [ada, bob, ada, bob] }, Zip, null, Token);

        Assert.Empty((await BundleVerifier.VerifyAsync(Zip, Token)).Problems);
    }

    [Fact]
    public async Task WriteAsync_FileAndForwardOnlyStream_GiveTheSameBytesEachTime()
    {
        await RunBundle.WriteFileAsync(_run, new BundleOptions(), Zip, null, Token);
        using var memory = new MemoryStream();
        await RunBundle.WriteAsync(_run, new BundleOptions(), new NetworkLike(memory), null, Token);
        Assert.Equal(await File.ReadAllBytesAsync(Zip, Token), memory.ToArray());
    }

    [Fact]
    public async Task WriteFileAsync_WithoutFrames_LeavesThemOutAndIsSound()
    {
        await AtomicFile.WriteTextAsync(_run.PathOf("frames/a01-f0001.tif"), "pixels", Token);
        await AtomicFile.WriteTextAsync(_run.PathOf("frames/a01-f0001.jpg"), "preview", Token);
        await AtomicFile.WriteTextAsync(_run.PathOf("fem/fields/cell_0000.vti"), "field", Token);
        await RunBundle.WriteFileAsync(_run, new BundleOptions { Frames = false, Fields = false }, Zip, null, Token);
        await using ZipArchive zip = await ZipFile.OpenReadAsync(Zip, Token);
        Assert.DoesNotContain(zip.Entries, entry => entry.FullName.EndsWith(".tif", StringComparison.Ordinal) || entry.FullName.StartsWith("fem/fields/", StringComparison.Ordinal));
        Assert.Contains(zip.Entries, entry => entry.FullName == "frames/a01-f0001.jpg");
        Assert.True((await BundleVerifier.VerifyAsync(Zip, Token)).IsSound);
    }

    [Fact]
    public async Task WriteFileAsync_Cancelled_LeavesTheOldFileAndNothingElse()
    {
        await AtomicFile.WriteTextAsync(Zip, "old", Token);
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunBundle.WriteFileAsync(_run, new BundleOptions(), Zip, new Cancelling(cancel), cancel.Token));
        Assert.Equal("old", await File.ReadAllTextAsync(Zip, Token));
        Assert.Empty(Directory.EnumerateFiles(_temporary.FullPath, "*" + AtomicFile.TemporarySuffix));
    }

    [Theory]
    [InlineData("changed", "has the SHA-256")]
    [InlineData("missing", "is missing in it")]
    [InlineData("added", "is not in its manifest")]
    [InlineData("outside", "would be written outside")]
    [InlineData("no manifest", "never finished")]
    [InlineData("crate", "does not tell of")]
    [InlineData("crate twice", "tells of './' twice")]
    public async Task VerifyAsync_TamperedBundle_SaysWhat(string what, string said)
    {
        await RunBundle.WriteFileAsync(_run, new BundleOptions(), Zip, null, Token);
        await using (ZipArchive zip = await ZipFile.OpenAsync(Zip, ZipArchiveMode.Update, Token))
        {
            switch (what)
            {
                case "changed": await RewriteAsync(zip, "morphology.json", "{}"); break;
                case "missing": zip.GetEntry("run.json")!.Delete(); break;
                case "added": await RewriteAsync(zip, "extra.txt", "more"); break;
                case "outside": await RewriteAsync(zip, "../escape.txt", "out"); break;
                case "no manifest": zip.GetEntry(RunBundle.Manifest)!.Delete(); break;
                case "crate twice": await RewriteAsync(zip, RoCrate.FileName, """{"@graph":[{"@id":"./"},{"@id":"./"}]}"""); break;
                case "crate": await RewriteAsync(zip, RoCrate.FileName, """{"@graph":[{"@id":"./"}]}"""); break;
            }
        }

        BundleCheck check = await BundleVerifier.VerifyAsync(Zip, Token);
        Assert.False(check.IsSound);
        Assert.Contains(check.Problems, problem => problem.Contains(said, StringComparison.Ordinal));

        static async Task RewriteAsync(ZipArchive zip, string name, string text)
        {
            zip.GetEntry(name)?.Delete();
            await using Stream stream = await zip.CreateEntry(name).OpenAsync(Token);
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text), Token);
        }
    }

    [Fact]
    public async Task VerifyAsync_CutOffFile_IsNoZip()
    {
        await RunBundle.WriteFileAsync(_run, new BundleOptions(), Zip, null, Token);
        byte[] bytes = await File.ReadAllBytesAsync(Zip, Token);
        await AtomicFile.WriteAsync(Zip, bytes.AsMemory(0, bytes.Length / 2), Token);
        InputException error = await Assert.ThrowsAsync<InputException>(() => BundleVerifier.VerifyAsync(Zip, Token));
        Assert.Contains("no whole zip archive", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Ada,0000-0002-1825-0098")]
    [InlineData("Ada,12")]
    [InlineData(" ")]
    public void BundleAuthor_Wrong_IsRefused(string text) => Assert.Throws<InputException>(() => BundleAuthor.Parse(text));

    private async Task<JsonNode> CrateAsync(BundleOptions options)
    {
        await RunBundle.WriteFileAsync(_run, options, Zip, null, Token);
        await using ZipArchive zip = await ZipFile.OpenReadAsync(Zip, Token);
        await using Stream stream = await zip.GetEntry(RoCrate.FileName)!.OpenAsync(Token);
        return (await JsonNode.ParseAsync(stream, cancellationToken: Token))!;
    }

    private sealed class Cancelling(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }

    /// <summary>Takes only what is written asynchronously and forwards, as a web server's response does.</summary>
    private sealed class NetworkLike(Stream inner) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new InvalidOperationException("synchronous");

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => throw new InvalidOperationException("synchronous");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => inner.WriteAsync(buffer, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
