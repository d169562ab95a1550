using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Storage.Data;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>Bad input: a message that names what, where and the remedy, an exit code that is not 0, and nothing half written.</summary>
[Collection(Verbs.Name)]
public sealed class BadInputTests : IDisposable
{
    private static readonly string Models = Path.Combine(BuiltProgram.RepositoryRoot, "models");
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Serve_AddressThatOthersCouldReach_IsRefused()
        => await RefusedAsync(["serve", "--urls", "http://0.0.0.0:5080", "--data", _folder.PathOf("lab")], "http://0.0.0.0:5080", "--urls", "127.0.0.1");

    [Fact]
    public async Task Serve_PortInUse_NamesTheAddress()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
        await RefusedAsync(["serve", "--urls", url, "--data", _folder.PathOf("lab")], url, "--urls");
        await RefusedAsync(["demo", "--exit", "--json", "--urls", url, "--data", _folder.PathOf("lab2")], url, "--urls");
    }

    [Fact]
    public async Task Serve_UnknownInstrumentOrHolder_NamesThoseThatAreThere()
    {
        await RefusedAsync(["serve", "--instrument", "nobody", "--data", _folder.PathOf("lab")], "nobody", "--instrument", "twin");
        await RefusedAsync(["serve", "--holder", "nobody", "--data", _folder.PathOf("lab")], "nobody", "--holder", "nine-stubs");
        await RefusedAsync(["serve", "--config", _folder.PathOf("nowhere"), "--data", _folder.PathOf("lab")], "nowhere", "--config");
    }

    [Fact]
    public async Task Serve_UnknownKeyOfTheInstrument_NamesFileAndKey()
    {
        string shipped = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.RepositoryRoot, "config", "instruments", "twin.yaml"), Token);
        string path = _folder.PathOf("mine.yaml");
        await AtomicFile.WriteTextAsync(path, shipped + "\nstiring_speed: 3\n", Token);
        await RefusedAsync(["serve", "--instrument", path, "--data", _folder.PathOf("lab")], path, "stiring_speed");
    }

    [Fact]
    public async Task Data_ThatIsAFile_IsNamed()
    {
        // A folder without rights would not stop the root user, under whom tests may run.
        string file = _folder.PathOf("file");
        await AtomicFile.WriteTextAsync(file, "not a folder", Token);
        foreach (string verb in (string[])["serve", "demo", "reindex"]) await RefusedAsync([verb, "--data", file], file, "--data");
        Assert.Equal("not a folder", await File.ReadAllTextAsync(file, Token));
    }

    [Fact]
    public async Task Data_LockedByAnother_NamesTheProcess()
    {
        using DataFolder mine = await DataFolder.OpenAsync(_folder.PathOf("lab"), new DataFolderOptions(), TimeProvider.System, Token);
        foreach (string verb in (string[])["serve", "demo", "reindex"]) await RefusedAsync([verb, "--data", mine.Root], $"process {Environment.ProcessId}", mine.Root);
    }

    [Fact]
    public async Task Analyse_UnreadableAmongGood_TellsAndDoesTheRest()
    {
        string images = await RenderAsync(3), broken = Path.Combine(images, "broken.png");
        byte[] whole = await File.ReadAllBytesAsync(Directory.EnumerateFiles(images).First(), Token);
        await AtomicFile.WriteAsync(broken, whole.AsMemory(0, whole.Length / 2), Token);
        await AtomicFile.WriteTextAsync(Path.Combine(images, "empty.tif"), "", Token);
        string output = _folder.PathOf("out");
        using BuiltProgram analyse = await BuiltProgram.RunAsync(_folder.FullPath, "analyse", images, "--out", output, "--pixel-size-nm", "2", "--expected-diameter-nm", "50", "--labels");
        Assert.NotEqual(0, analyse.ExitCode);
        Assert.Contains("broken.png", analyse.Error, StringComparison.Ordinal);
        Assert.Contains("empty.tif", analyse.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(output, "particles.csv")) && File.Exists(Path.Combine(output, "morphology.json")));
        Assert.Equal(3, Directory.GetFiles(output, "*_overlay.png").Length);
        Assert.Equal(3, Directory.GetFiles(output, "*_labels.png").Length);
        AssertNothingHalf();
    }

    [Fact]
    public async Task Analyse_NoPixelSize_AsksForIt()
    {
        string images = await RenderAsync(1);
        await RefusedAsync(["analyse", images, "--out", _folder.PathOf("out")], ".png", "--pixel-size-nm");
        Assert.False(File.Exists(Path.Combine(_folder.PathOf("out"), "particles.csv")));
    }

    [Fact]
    public async Task Analyse_ModelOfAnotherShape_SaysWhatItShouldBe()
    {
        string images = await RenderAsync(1), model = Path.Combine(Models, "virtual-ce", "model.onnx");
        await RefusedAsync(["analyse", images, "--out", _folder.PathOf("out"), "--pixel-size-nm", "2", "--model", model], model);
        string text = _folder.PathOf("text.onnx");
        await AtomicFile.WriteTextAsync(text, "no model at all", Token);
        await RefusedAsync(["analyse", images, "--out", _folder.PathOf("out"), "--pixel-size-nm", "2", "--model", text], text);
    }

    [Fact]
    public async Task Analyse_NothingThere_SaysWhere()
        => await RefusedAsync(["analyse", _folder.PathOf("nowhere"), "--out", _folder.PathOf("out")], "nowhere");

    [Fact]
    public async Task FemRun_UnknownMaterialOrMorphology_IsNamed()
    {
        string morphology = _folder.PathOf("morphology.json");
        await AtomicFile.WriteTextAsync(morphology, "{\"particle_count\": 3", Token);
        await RefusedAsync(["fem", "run", "--morphology", morphology, "--material", "butter", "--out", _folder.PathOf("out")], "butter");
        await RefusedAsync(["fem", "run", "--morphology", morphology, "--out", _folder.PathOf("out")], morphology);
        await RefusedAsync(["fem", "run", "--morphology", _folder.PathOf("nowhere.json"), "--out", _folder.PathOf("out")], "nowhere.json");
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    [Fact]
    public async Task FemBench_SizeOutOfRange_SaysTheRange()
        => await RefusedAsync(["fem", "bench", "poisson", "--n", "1"], "--n", "between 2 and");

    [Theory]
    [InlineData("d,ce\n1,0.9\n2\n", "line 3")]
    [InlineData("d,ce\n1,0.9\n2,nine\n", "nine")]
    [InlineData("d,other\n1,0.9\n2,0.8\n", "'ce'")]
    [InlineData("", "empty")]
    public async Task SvrTrain_MalformedTable_NamesLineOrColumnAndWritesNoModel(string csv, string where)
    {
        string data = _folder.PathOf("data.csv"), model = _folder.PathOf("model.onnx");
        await AtomicFile.WriteTextAsync(data, csv, Token);
        await RefusedAsync(["learn", "svr", "train", "--data", data, "--target", "ce", "--features", "d", "--C", "1", "--epsilon", "0.01", "--gamma", "1", "--model", model], data, where);
        Assert.False(File.Exists(model));
    }

    [Fact]
    public async Task SvrPredict_ModelOfAnotherShape_IsNamed()
    {
        string data = _folder.PathOf("data.csv");
        await AtomicFile.WriteTextAsync(data, "d,ce\n1,0.9\n2,0.8\n", Token);
        await RefusedAsync(["learn", "svr", "predict", "--data", data, "--model", Path.Combine(Models, "lto-unet.onnx")], "lto-unet.onnx");
    }

    [Theory]
    [InlineData("ph,ce1\n9,0.9\nnine,0.8\n", "low: 8, high: 12", "tried.csv, line 3, column 'ph'")]
    [InlineData("ph,ce1\n9,0.9\n", "low: 8, high: 7", "space.yaml, line 2")]
    public async Task Propose_MalformedTableOrSpace_NamesFileLineAndColumn(string csv, string range, string where)
    {
        string data = _folder.PathOf("tried.csv"), space = _folder.PathOf("space.yaml");
        await AtomicFile.WriteTextAsync(data, csv, Token);
        await AtomicFile.WriteTextAsync(space, $"parameters:\n  - {{ name: ph, type: continuous, {range} }}\n", Token);
        await RefusedAsync(["learn", "propose", "--data", data, "--space", space, "--batch", "1"], where);
    }

    [Fact]
    public async Task Verify_NoSuchRun_SaysWhereItLooked()
        => await RefusedAsync(["verify", "nothing", "--data", _folder.PathOf("lab")], "nothing");

    [Fact]
    public async Task Twin_PortInUse_NamesThePort()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await RefusedAsync(["twin", "--sharksem-port", port, "--json"], port);
    }

    [Fact]
    public async Task Twin_UnknownKey_IsNamed()
    {
        string path = _folder.PathOf("twin.yaml");
        await AtomicFile.WriteTextAsync(path, "time_facter: 3\n", Token);
        await RefusedAsync(["twin", "--config", path], path, "time_facter");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RenderAsync(int count)
    {
        using BuiltProgram render = await BuiltProgram.RunAsync(_folder.FullPath, "twin", "render", "--count", $"{count}", "--seed", "5", "--size", "192", "--out", _folder.PathOf("set"));
        Assert.True(render.ExitCode == 0, render.Error);
        return Path.Combine(_folder.PathOf("set"), "images");
    }

    /// <summary>It ends with an error code and with words that hold all of the parts, on standard error and without a stack trace.</summary>
    private async Task RefusedAsync(string[] arguments, params string[] parts)
    {
        using BuiltProgram program = await BuiltProgram.RunAsync(_folder.FullPath, arguments);
        Assert.True(program.ExitCode is 1 or 2, $"exit {program.ExitCode}: {program.Error}");
        foreach (string part in parts) Assert.Contains(part, program.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", program.Error, StringComparison.Ordinal);
        AssertNothingHalf();
    }

    private void AssertNothingHalf() => Assert.Empty(Directory.EnumerateFiles(_folder.FullPath, "*" + AtomicFile.TemporarySuffix, SearchOption.AllDirectories));
}
