using System.Text.Json;

namespace LtoAutoscope.Daemon.Tests.EndToEnd;

/// <summary>The README's first command, as a process of its own.</summary>
[Collection(ChildProcesses.Name)]
public sealed class DemoTests
{
    private const double Tolerance = 0.15;

    private static readonly string[] Keys =
    [
        "sample", "run_id", "particle_count", "diameter_nm", "aspect_ratio", "fractal_dimension", "true_diameter_nm", "true_aspect_ratio", "ce_model", "ce_regression",
        "frames_accepted", "frames_total", "report",
    ];

    [Fact]
    public async Task Demo_ThreeSamples_ReachesItsGoalNearTheTruth()
    {
        using var folder = new TemporaryFolder();
        using BuiltProgram demo = BuiltProgram.Start(folder.FullPath, "demo", "--exit", "--json", "--goal", "60", "--data", "lab", "--urls", "http://127.0.0.1:0");
        await demo.EndAsync(TimeSpan.FromMinutes(6));
        Assert.True(demo.ExitCode == 0, demo.Error);

        using JsonDocument document = JsonDocument.Parse(demo.Output);
        Assert.True(document.RootElement.GetProperty("wall_s").GetDouble() > 0);
        JsonElement[] samples = [.. document.RootElement.GetProperty("samples").EnumerateArray()];
        Assert.Equal(["AMPIS-powder", "LTO-70-rounded", "LTO-180-elongated"], samples.Select(sample => sample.GetProperty("sample").GetString()));
        foreach (JsonElement sample in samples)
        {
            foreach (string key in Keys) Assert.True(sample.TryGetProperty(key, out _), key);
            Assert.True(sample.GetProperty("particle_count").GetInt32() >= 60);
            Assert.InRange(sample.GetProperty("frames_accepted").GetInt32(), 1, sample.GetProperty("frames_total").GetInt32());
            Assert.InRange(sample.GetProperty("ce_model").GetDouble(), 0.5, 1);
            Assert.InRange(sample.GetProperty("ce_regression").GetDouble(), 0.5, 1);
            Assert.True(File.Exists(sample.GetProperty("report").GetString()));
        }

        // Nobody knows the truth of the real micrographs, and nothing may claim it.
        Assert.Equal(JsonValueKind.Null, samples[0].GetProperty("true_diameter_nm").ValueKind);
        foreach (JsonElement sample in samples.Skip(1))
        {
            Near(sample.GetProperty("true_diameter_nm").GetDouble(), sample.GetProperty("diameter_nm").GetDouble());
            Near(sample.GetProperty("true_aspect_ratio").GetDouble(), sample.GetProperty("aspect_ratio").GetDouble());
        }

        string[] runs = RunFolders.Of(folder.PathOf("lab"));
        Assert.Equal(3, runs.Length);
        foreach (string run in runs)
        {
            using BuiltProgram verify = await BuiltProgram.RunAsync(folder.FullPath, "verify", Path.GetFileName(run), "--data", "lab", "--json");
            Assert.True(verify.ExitCode == 0, verify.Output + verify.Error);
            using JsonDocument report = JsonDocument.Parse(verify.Output);
            Assert.True(report.RootElement.GetProperty("is_sound").GetBoolean());
            await RunFolders.AssertWholeAsync(run);
        }

        static void Near(double truth, double measured) => Assert.InRange(measured, truth * (1 - Tolerance), truth * (1 + Tolerance));
    }
}
