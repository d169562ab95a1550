using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Scores;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>With <c>--json</c> standard output is one document with the keys of the contract, and the same command gives the same files.</summary>
[Collection(Verbs.Name)]
public sealed class JsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwinRender_SameSeedTwice_IsTheSameByteForByte()
    {
        foreach (string name in (string[])["one", "two"])
        {
            using JsonDocument document = await DocumentAsync("twin", "render", "--count", "3", "--seed", "1", "--size", "256", "--out", _folder.PathOf(name), "--json");
            Assert.Equal(3, document.RootElement.GetProperty("count").GetInt32());
        }

        string[] files = FilesIn("one");
        Assert.Equal(7, files.Length);
        Assert.Equal(files, FilesIn("two"));
        foreach (string file in files)
            Assert.Equal(await File.ReadAllBytesAsync(_folder.PathOf("one/" + file), Token), await File.ReadAllBytesAsync(_folder.PathOf("two/" + file), Token));
    }

    [Fact]
    public async Task Analyse_RenderedImages_GivesOneDocumentAndFemRunTakesItsMorphology()
    {
        string set = _folder.PathOf("set"), output = _folder.PathOf("out"), fem = _folder.PathOf("fem");
        (await DocumentAsync("twin", "render", "--count", "2", "--seed", "3", "--size", "384", "--out", set, "--json")).Dispose();
        using (JsonDocument analysis = await DocumentAsync("analyse", Path.Combine(set, "images"), "--out", output, "--pixel-size-nm", "2", "--json"))
        {
            Assert.Equal(0, analysis.RootElement.GetProperty("failures").GetInt32());
            Assert.Equal(2, analysis.RootElement.GetProperty("images").GetArrayLength());
            Assert.True(analysis.RootElement.GetProperty("morphology").GetProperty("particle_count").GetInt32() > 0);
        }

        using JsonDocument cell = await DocumentAsync(
            "fem", "run", "--morphology", Path.Combine(output, "morphology.json"), "--out", fem, "--grid", "14", "--particles", "8", "--realisations", "1", "--json");
        foreach (string key in (string[])["ce1", "ce1_interval", "q_lithiation_mAh_g", "q_delithiation_mAh_g", "q_side_mAh_g", "loss_breakdown", "balance_error", "wall_s"])
            Assert.True(cell.RootElement.TryGetProperty(key, out _), key);
        Assert.True(File.Exists(Path.Combine(fem, "result.json")) && File.Exists(Path.Combine(fem, "voltage.csv")));

        string bpx = Path.Combine(fem, "cell.bpx.json");
        (await DocumentAsync("fem", "bpx", "--morphology", Path.Combine(output, "morphology.json"), "--material", "lfp", "--out", bpx, "--json")).Dispose();
        Assert.Empty(LtoAutoscope.Fem.Exchange.BpxRules.Problems(System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(bpx, Token))!.AsObject()));
        using JsonDocument material = await DocumentAsync("material", "show", "lfp", "--json");
        Assert.Equal("LiFePO4", material.RootElement.GetProperty("material").GetProperty("formula").GetString());
    }

    [Fact]
    public async Task FemBenchPoisson_SixteenCells_HasTheKeysAndTheKnownIntegral()
    {
        using JsonDocument document = await DocumentAsync("fem", "bench", "poisson", "--n", "16", "--json");
        foreach (string key in (string[])["n", "nodes", "setup_s", "solve_s", "total_s", "iterations", "integral_u", "peak_rss_mb", "triad_gb_s", "operator_gb_s"])
            Assert.True(document.RootElement.TryGetProperty(key, out _), key);
        Assert.Equal(16, document.RootElement.GetProperty("n").GetInt32());
        // ∫u over the unit cube is 0.02008 (series); the coarse grid stays below by its discretisation error.
        Assert.InRange(document.RootElement.GetProperty("integral_u").GetDouble(), 0.0195, 0.0203);
    }

    [Fact]
    public async Task Svr_TrainedOnALine_PredictsIt()
    {
        string data = _folder.PathOf("data.csv"), model = _folder.PathOf("line.onnx");
        var csv = new StringBuilder("d,ar,ce\n");
        for (int i = 0; i < 30; i++) csv.Append(CultureInfo.InvariantCulture, $"{50 + 5 * i},{1 + 0.01 * (i * 7 % 30):0.00},{0.80 + 0.004 * i:0.0000}\n");
        await AtomicFile.WriteTextAsync(data, csv.ToString(), Token);
        using (JsonDocument training = await DocumentAsync(
            "learn", "svr", "train", "--data", data, "--target", "ce", "--features", "d,ar", "--C", "10", "--epsilon", "0.002", "--gamma", "0.2", "--model", model, "--json"))
        {
            foreach (string key in (string[])["n_sv", "n_bounded", "rho", "dual_objective", "r2", "rmse"]) Assert.True(training.RootElement.TryGetProperty(key, out _), key);
            Assert.InRange(training.RootElement.GetProperty("r2").GetDouble(), 0.9, 1);
        }

        using BuiltProgram predict = await BuiltProgram.RunAsync(_folder.FullPath, "learn", "svr", "predict", "--model", model, "--data", data);
        Assert.True(predict.ExitCode == 0, predict.Error);
        string[] lines = predict.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("ce", lines[0]);
        Assert.Equal(31, lines.Length);
        for (int i = 0; i < 30; i++) Assert.Equal(0.80 + 0.004 * i, double.Parse(lines[i + 1], CultureInfo.InvariantCulture), 0.02);
    }

    [Fact]
    public async Task Propose_TableAndSpace_GivesTheNextSyntheses()
    {
        string data = _folder.PathOf("tried.csv"), space = _folder.PathOf("space.yaml"), output = _folder.PathOf("next.json");
        await AtomicFile.WriteTextAsync(space, "parameters:\n  - { name: temperature_C, unit: °C, type: continuous, low: 600, high: 900, step: 5 }\n  - { name: ph, type: continuous, low: 8, high: 12 }\nconstraints:\n  - temperature_C + 20*ph <= 1050\n", Token);
        var csv = new StringBuilder("sample,temperature_C,ph,ce1\n");
        for (int i = 0; i < 12; i++)
        {
            double temperature = 600 + 20 * i, ph = 8 + i * 5 % 12 / 4.0;
            csv.Append(CultureInfo.InvariantCulture, $"s{i},{temperature},{ph},{0.98 - Math.Pow((temperature - 730) / 400, 2) - Math.Pow((ph - 9.5) / 20, 2):0.00000}\n");
        }

        await AtomicFile.WriteTextAsync(data, csv.ToString(), Token);
        using JsonDocument document = await DocumentAsync("learn", "propose", "--data", data, "--space", space, "--batch", "2", "--out", output, "--json");
        JsonElement[] proposals = [.. document.RootElement.GetProperty("proposals").EnumerateArray()];
        Assert.Equal(2, proposals.Length);
        foreach (string key in (string[])["predicted", "sd", "expected_gain", "probability_of_improvement", "reason"]) Assert.True(proposals[0].TryGetProperty(key, out _), key);
        foreach (JsonElement proposal in proposals)
        {
            double temperature = proposal.GetProperty("parameters").GetProperty("temperature_C").GetDouble(), ph = proposal.GetProperty("parameters").GetProperty("ph").GetDouble();
            Assert.True(temperature + 20 * ph <= 1050 && temperature % 5 == 0, $"{temperature} {ph}");
        }

        Assert.InRange(proposals[0].GetProperty("parameters").GetProperty("temperature_C").GetDouble(), 680, 780);
        Assert.Equal(document.RootElement.GetProperty("seed").GetInt32(), JsonDocument.Parse(await File.ReadAllTextAsync(output, Token)).RootElement.GetProperty("seed").GetInt32());
        // Nothing is gained above an efficiency of 1.
        Assert.All(proposals, proposal => Assert.InRange(proposal.GetProperty("expected_gain").GetDouble(), 0, 1 - document.RootElement.GetProperty("best").GetProperty("value").GetDouble()));
        using JsonDocument score = await DocumentAsync("learn", "hyperscore", "--v", "0.95", "--json");
        Assert.Equal(107.782, score.RootElement.GetProperty("hyperscore").GetDouble(), 3);
    }

    /// <summary>The same cells reach less of graphite's capacity than of lithium titanate's.</summary>
    [Fact]
    public async Task Propose_ScoreOfCapacities_TakesTheMaterialsTheoreticalOne()
    {
        string data = _folder.PathOf("capacities.csv"), space = _folder.PathOf("line.yaml");
        await AtomicFile.WriteTextAsync(space, "parameters:\n  - { name: t, unit: °C, type: continuous, low: 600, high: 900 }\n", Token);
        await AtomicFile.WriteTextAsync(data, "t,ce1,capacity\n620,0.95,140\n700,0.96,150\n800,0.97,160\n", Token);
        double lto = await BestAsync("--material", "lto"), plain = await BestAsync(), graphite = await BestAsync("--material", "graphite"), given = await BestAsync("--theoretical", "320");
        Assert.Equal(lto, plain);
        Assert.Equal(new HyperScore().Of(0.97 * 160 / 320), given, 1e-9);
        Assert.True(graphite < given && given < lto, $"{graphite} {given} {lto}");

        async Task<double> BestAsync(params string[] more)
        {
            using JsonDocument document = await DocumentAsync(["learn", "propose", "--data", data, "--space", space, "--objective", "hyperscore", "--score-value", "ce1_capacity", .. more, "--json"]);
            return document.RootElement.GetProperty("best").GetProperty("value").GetDouble();
        }
    }

    [Fact]
    public async Task Reindex_EmptyFolder_CountsNothing()
    {
        using JsonDocument report = await DocumentAsync("reindex", "--data", _folder.PathOf("lab"), "--json");
        Assert.Equal(0, report.RootElement.GetProperty("runs").GetInt32());
        Assert.True(Directory.Exists(_folder.PathOf("lab/runs")));
    }

    public void Dispose() => _folder.Dispose();

    private string[] FilesIn(string name)
    {
        string folder = _folder.PathOf(name);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs a verb to success; parsing fails when standard output holds more than one document.</summary>
    private async Task<JsonDocument> DocumentAsync(params string[] arguments)
    {
        using BuiltProgram program = await BuiltProgram.RunAsync(_folder.FullPath, arguments);
        Assert.True(program.ExitCode == 0, program.Error);
        return JsonDocument.Parse(program.Output);
    }
}
