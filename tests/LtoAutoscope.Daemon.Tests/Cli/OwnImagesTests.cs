using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>A laboratory's own pictures out and back, and a switch of the network, as a person types it.</summary>
[Collection(Verbs.Name)]
public sealed class OwnImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Lab => _folder.PathOf("lab");

    [Fact]
    public async Task Dataset_ExportedCorrectedAndImported_IsKeptAsAVersion()
    {
        string images = await RenderAsync(), export = _folder.PathOf("export");
        using (JsonDocument written = await DocumentAsync("dataset", "export", images, "--out", export, "--data", Lab, "--without-outlines", "--json"))
            Assert.Equal(1, written.RootElement.GetProperty("pictures").GetInt32());
        using (BuiltProgram empty = await BuiltProgram.RunAsync(_folder.FullPath, "dataset", "check", export))
        {
            Assert.Equal(1, empty.ExitCode);
            Assert.Contains("no picture with outlines is left", empty.Error, StringComparison.Ordinal);
        }

        string label = Directory.GetFiles(Path.Combine(export, "labels")).Single();
        File.Copy(Path.Combine(_folder.PathOf("set"), "labels", Path.GetFileName(label)), label, overwrite: true);
        using (JsonDocument made = await DocumentAsync("dataset", "import", export, "--name", "mine", "--data", Lab, "--by", "ada", "--json"))
            Assert.Equal("mine@1", made.RootElement.GetProperty("reference").GetString());
        using JsonDocument list = await DocumentAsync("dataset", "list", "--data", Lab, "--json");
        Assert.Equal("ada", Assert.Single(list.RootElement.EnumerateArray().ToList()).GetProperty("by").GetString());
    }

    [Fact]
    public async Task Model_RegisteredAndUsed_IsWhatAnalyseTakesAndOldResultsStay()
    {
        string images = await RenderAsync(), results = _folder.PathOf("results"), own = _folder.PathOf("own.onnx");
        // One more entry in the metadata (field 14 of an ONNX ModelProto): the same maps, another hash.
        await File.WriteAllBytesAsync(own, [.. await File.ReadAllBytesAsync(Path.Combine(BuiltProgram.RepositoryRoot, "models", "lto-unet.onnx"), Token), 0x72, 8, 0x0A, 2, (byte)'b', (byte)'y', 0x12, 2, (byte)'m', (byte)'e'], Token);
        string[] analyse = ["analyse", images, "--out", results, "--pixel-size-nm", "2", "--expected-diameter-nm", "50", "--data", Lab, "--json"];
        (await DocumentAsync(analyse)).Dispose();
        byte[] before = await File.ReadAllBytesAsync(Path.Combine(results, "morphology.json"), Token);

        (await DocumentAsync("model", "register", own, "--name", "lab-unet", "--model-version", "1", "--data", Lab, "--json")).Dispose();
        using (BuiltProgram refused = await BuiltProgram.RunAsync(_folder.FullPath, "model", "use", "lab-unet@1", "--data", Lab))
        {
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("never compared", refused.Error, StringComparison.Ordinal);
        }

        (await DocumentAsync("model", "use", "lab-unet@1", "--without-comparison", "test", "--data", Lab, "--json")).Dispose();
        using (JsonDocument list = await DocumentAsync("model", "list", "--data", Lab, "--json"))
            Assert.Equal("lab-unet@1", list.RootElement.GetProperty("in_use").GetString());
        using (BuiltProgram again = await BuiltProgram.RunAsync(_folder.FullPath, analyse))
        {
            Assert.Equal(2, again.ExitCode);
            Assert.Contains("results of another network", again.Error, StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(results, "morphology.json"), Token));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> RenderAsync()
    {
        (await DocumentAsync("twin", "render", "--count", "1", "--seed", "3", "--size", "192", "--out", _folder.PathOf("set"), "--json")).Dispose();
        return Path.Combine(_folder.PathOf("set"), "images");
    }

    private async Task<JsonDocument> DocumentAsync(params string[] arguments)
    {
        using BuiltProgram program = await BuiltProgram.RunAsync(_folder.FullPath, arguments);
        Assert.True(program.ExitCode == 0, program.Error);
        return JsonDocument.Parse(program.Output);
    }
}
