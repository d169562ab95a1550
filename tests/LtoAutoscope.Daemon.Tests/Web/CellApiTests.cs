using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Daemon.Hosting;
using LtoAutoscope.Daemon.Tests.Components;
using LtoAutoscope.Fem.Viewing;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Pipeline.Correlations;
using LtoAutoscope.Pipeline.Tests.Correlations;
using LtoAutoscope.Storage.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>The cell model and the correlation over HTTP, from files on the disk.</summary>
public sealed class CellApiTests(CellApiTests.Lab lab) : IClassFixture<CellApiTests.Lab>
{
    private readonly HttpClient _client = lab.Client;
    private readonly WebFixture _web = lab.Web;
    private readonly string _cell = lab.Cell;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetCell_Stored_TellsTimesFieldsRangesAndFiles()
    {
        var index = await _client.GetFromJsonAsync<JsonElement>(_cell, Token);
        Assert.Equal("done", index.GetProperty("state").GetString());
        JsonElement volumes = index.GetProperty("volumes"), field = volumes.GetProperty("fields")[0];
        Assert.Equal([4, 4, 4], volumes.GetProperty("size").EnumerateArray().Select(n => n.GetInt32()));
        Assert.Equal([0, 3600.0], volumes.GetProperty("times").EnumerateArray().Select(t => t.GetProperty("time_s").GetDouble()));
        Assert.Equal((0.1, 0.9), (field.GetProperty("low").GetDouble(), field.GetProperty("high").GetDouble()));
        Assert.Equal(0.4, field.GetProperty("ends")[1][0].GetDouble());
        Assert.Equal(["result.json", "voltage.csv"], index.GetProperty("files").EnumerateArray().Select(f => f.GetString()!));
    }

    [Fact]
    public async Task GetField_WithAndWithoutGzip_AreTheSameBytesAndNotSentTwice()
    {
        using var raw = await _client.GetAsync($"{_cell}/fields/lithiation/1.bin?v=x", Token);
        Assert.Equal(StoredBox.Field, await raw.Content.ReadAsByteArrayAsync(Token));
        Assert.Contains("immutable", raw.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"{_cell}/fields/lithiation/1.bin");
        asked.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var packed = await _client.SendAsync(asked, Token);
        Assert.Equal("gzip", Assert.Single(packed.Content.Headers.ContentEncoding));
        await using var unpacker = new GZipStream(await packed.Content.ReadAsStreamAsync(Token), CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        await unpacker.CopyToAsync(bytes, Token);
        Assert.Equal(StoredBox.Field, bytes.ToArray());
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{_cell}/fields/lithiation/1.bin");
        again.Headers.IfNoneMatch.Add(raw.Headers.ETag!);
        using var same = await _client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Fact]
    public async Task GetSurface_Stored_IsTheClosedCubeAndNotMadeTwice()
    {
        using var answer = await _client.GetAsync($"{_cell}/surface.bin", Token);
        SurfaceMesh mesh = SurfaceMesh.Decode(await answer.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(26, mesh.VertexCount);
        Assert.Equal(48, mesh.TriangleCount);
        Assert.All(mesh.Inside, voxel => Assert.Equal(1, StoredBox.Labels[voxel]));
        using var again = new HttpRequestMessage(HttpMethod.Get, $"{_cell}/surface.bin");
        again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
        using var same = await _client.SendAsync(again, Token);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
    }

    [Theory]
    [InlineData("axis=box")]
    [InlineData("axis=x&at=0.3&range=auto")]
    [InlineData("axis=z&at=1")]
    public async Task GetStill_EachView_IsAPicture(string query)
    {
        using var answer = await _client.GetAsync($"{_cell}/stills/lithiation/0.png?{query}", Token);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.MediaType);
        byte[] png = await answer.Content.ReadAsByteArrayAsync(Token);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
    }

    [Theory]
    [InlineData("/stills/lithiation/0.png?axis=w")]
    [InlineData("/stills/lithiation/0.png?axis=x&at=2")]
    [InlineData("/surface.bin?of_phase=air")]
    [InlineData("?model=other")]
    public async Task Get_ValueThatDoesNotExist_Is400ThatNamesIt(string path)
    {
        using var answer = await _client.GetAsync(_cell + path, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
        Assert.NotEqual("", problem.GetProperty("where").GetString());
        Assert.NotEqual("", problem.GetProperty("remedy").GetString());
    }

    [Theory]
    [InlineData("/fields/lithiation/9.bin")]
    [InlineData("/fields/..%2f..%2frun/0.bin")]
    [InlineData("/files/..%2frun.json")]
    [InlineData("/files/%2e%2e/run.json")]
    [InlineData("/files/view/index.json")]
    [InlineData("/files/fields/../result.json?x")]
    [InlineData("/files/state/realisation_0.state")]
    public async Task Get_WhatIsNotOnTheList_Is404(string path)
    {
        using var answer = await _client.GetAsync(_cell + path, Token);
        // A client may fold ".." by itself; what it asks for then is on the list and public.
        if (answer.StatusCode == HttpStatusCode.OK) Assert.EndsWith("/files/result.json", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        else Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/api/v1/runs/none/cell")]
    [InlineData("/api/v1/runs/..%2fcells/cell")]
    public async Task GetCell_UnknownRun_Is404(string path)
    {
        using var answer = await _client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task GetCurve_Stored_HasBothHalvesAndTheirEnds()
    {
        var curve = await _client.GetFromJsonAsync<JsonElement>($"{_cell}/curve", Token);
        Assert.Equal([1, 1, -1, -1], curve.GetProperty("half").EnumerateArray().Select(h => h.GetInt32()));
        Assert.Equal(160, curve.GetProperty("charge_mAh_g")[1].GetDouble());
    }

    [Fact]
    public async Task PostResolved_OutOfRange_IsRefusedAndWrittenDown()
    {
        using var answer = await _client.PostAsJsonAsync($"{_cell}/resolved", new { grid = 4000 }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(_web.Audit.Entries, entry => entry.Action == "cell_model.start" && entry.Result == Domain.Audits.AuditResult.Refused);
    }

    [Fact]
    public async Task GetCorrelation_ThreeMeasured_IsWhatTheHandFinds()
    {
        var answer = await _client.GetFromJsonAsync<JsonElement>("/api/v1/correlation?quantity=mean_diameter_nm", Token);
        // x 100 140 180, y 0.97 0.9805 0.985: Σx'y' = 0.6, Σx'² = 3200, Σy'² = 1.185e-4 to rounding.
        double[] y = [0.97, 0.9805, 0.985];
        double mean = y.Average(), r = (40 * (y[2] - mean) - 40 * (y[0] - mean)) / Math.Sqrt(3200 * y.Sum(v => (v - mean) * (v - mean)));
        JsonElement association = answer.GetProperty("association");
        Assert.Equal(3, association.GetProperty("count").GetInt32());
        Assert.Equal(r, association.GetProperty("pearson").GetDouble(), 1e-9);
        Assert.Equal(JsonValueKind.Null, association.GetProperty("pearson_interval").ValueKind);
        Assert.Equal((3, 4), (answer.GetProperty("measured_samples").GetInt32(), answer.GetProperty("measured_cells").GetInt32()));
    }

    [Fact]
    public async Task GetTable_BatchLikeAFormula_IsKeptFromSpreadsheets()
    {
        string csv = await _client.GetStringAsync("/api/v1/correlation/table.csv", Token);
        string[] lines = csv.TrimEnd().Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.All(lines, line => Assert.Equal(lines[0].Split(',').Length, line.Split(',').Length));
        Assert.Contains("B,'=SUM(1),lto", csv, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?quantity=luck")]
    [InlineData("/surface?x=luck")]
    [InlineData("/surface?steps=9999")]
    [InlineData("/proposals?count=0")]
    [InlineData("/calibration?model=..%2f..%2fx")]
    public async Task GetCorrelation_ValueThatDoesNotExist_Is400(string path)
    {
        using var answer = await _client.GetAsync("/api/v1/correlation" + path, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>One web side for all tests here: three samples with cells, one of them with stored fields.</summary>
    public sealed class Lab : IAsyncLifetime
    {
        private LabData _data = null!;

        internal WebFixture Web { get; private set; } = null!;

        internal HttpClient Client { get; private set; } = null!;

        internal string Cell { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            _data = await LabData.OpenAsync(Token);
            RunFolder run = await _data.AddAsync("A", 100, 1.3, 1.1, Token, cells: [0.97]);
            await _data.AddAsync("B", 140, 1.6, 1.05, Token, cells: [0.98, 0.981], batch: "=SUM(1)");
            await _data.AddAsync("C", 180, 1.2, 1.15, Token, cells: [0.985]);
            await StoredBox.WriteAsync(run, Token);
            Cell = $"/api/v1/runs/{run.RunId}/cell";
            ContentFolders content = ContentFolders.Locate();
            Web = await WebFixture.StartAsync(services =>
            {
                services.AddSingleton(new CellArchive(_data.Folder));
                services.AddSingleton(new CorrelationStudy(_data.Folder, content.Regression));
                services.AddSingleton(new ResolvedCellRuns(_data.Folder, content.Materials, TimeProvider.System, NullLogger<ResolvedCellRuns>.Instance));
            });
            Client = await Web.SignedInAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await Web.DisposeAsync();
            _data.Dispose();
        }
    }
}
