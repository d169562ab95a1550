using System.Text.Json;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Cli;

/// <summary>The verbs by which a laboratory survives, as separate processes.</summary>
[Collection(Verbs.Name)]
public sealed class SurvivalVerbTests
{
    [Fact]
    public async Task BackupVerifyRestore_OfAFolder_GoRound()
    {
        using var folder = new TemporaryFolder();
        string data = Path.Combine(folder.FullPath, "data"), target = Path.Combine(folder.FullPath, "archives");
        using (BuiltProgram made = await BuiltProgram.RunAsync(folder.FullPath, "reindex", "--data", data)) Assert.Equal(0, made.ExitCode);
        await File.WriteAllTextAsync(Path.Combine(data, "samples", "a.json"), "{}", TestContext.Current.CancellationToken);
        using BuiltProgram backup = await BuiltProgram.RunAsync(folder.FullPath, "backup", "--data", data, "--to", target, "--with-config", "--json");
        Assert.True(backup.ExitCode == 0, backup.Error);
        using JsonDocument report = JsonDocument.Parse(backup.Output);
        string archive = report.RootElement.GetProperty("archive").GetString()!;
        Assert.True(File.Exists(archive));

        string other = Path.Combine(folder.FullPath, "other");
        using BuiltProgram restore = await BuiltProgram.RunAsync(folder.FullPath, "restore", archive, "--data", other, "--json");
        Assert.True(restore.ExitCode == 0, restore.Error);
        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(other, "samples", "a.json"), TestContext.Current.CancellationToken));
        using (JsonDocument restored = JsonDocument.Parse(restore.Output)) Assert.True(restored.RootElement.GetProperty("config_left").GetInt32() > 5);

        await File.WriteAllTextAsync(Path.Combine(other, "samples", "a.json"), "{ }", TestContext.Current.CancellationToken);
        using BuiltProgram refused = await BuiltProgram.RunAsync(folder.FullPath, "restore", archive, "--data", other);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);

        using BuiltProgram verify = await BuiltProgram.RunAsync(folder.FullPath, "verify", "--all", "--data", other, "--json");
        Assert.True(verify.ExitCode == 0, verify.Error);
        using BuiltProgram neither = await BuiltProgram.RunAsync(folder.FullPath, "verify", "--data", other);
        Assert.Equal(2, neither.ExitCode);
    }

    [Fact]
    public async Task Preflight_OnThisMachine_TellsEveryCheck()
    {
        using var folder = new TemporaryFolder();
        using BuiltProgram preflight = await BuiltProgram.RunAsync(folder.FullPath, "preflight", "--data", Path.Combine(folder.FullPath, "data"), "--json");
        using JsonDocument report = JsonDocument.Parse(preflight.Output);
        JsonElement[] checks = [.. report.RootElement.GetProperty("checks").EnumerateArray()];
        Assert.Contains(checks, check => check.GetProperty("name").GetString() == "space" && check.GetProperty("value").GetString()!.Contains("GiB", StringComparison.Ordinal));
        Assert.Equal(report.RootElement.GetProperty("may_begin").GetBoolean() ? 0 : 1, preflight.ExitCode);
    }

    [Fact]
    public async Task ServiceInstall_DryRun_PrintsUnitsAndTouchesNothing()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "it prints unit files on Linux");
        using var folder = new TemporaryFolder();
        using BuiltProgram dry = await BuiltProgram.RunAsync(folder.FullPath, "service", "install", "--dry-run", "--root", folder.FullPath, "--data", "/srv/lab");
        Assert.True(dry.ExitCode == 0, dry.Error);
        Assert.Contains("Type=notify", dry.Output, StringComparison.Ordinal);
        Assert.Contains("--data /srv/lab", dry.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));

        // The build output is no published folder.
        using BuiltProgram refused = await BuiltProgram.RunAsync(folder.FullPath, "service", "install", "--root", folder.FullPath);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("publish", refused.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }
}
