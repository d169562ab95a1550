using System.Runtime.Versioning;
using LtoAutoscope.Daemon.Service;
using LtoAutoscope.Daemon.Tests.EndToEnd;

namespace LtoAutoscope.Daemon.Tests.Service;

/// <summary>Installations into a folder that stands for the root of a system.</summary>
[SupportedOSPlatform("linux")]
public sealed class SystemdServiceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SystemdServiceTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "systemd is of Linux");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ServiceOptions Options => new() { Program = "/opt/lto-autoscope", Config = "/etc/lto-autoscope", Data = "/var/lib/lto-autoscope", Root = Path.Combine(_folder.FullPath, "root") };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Install_TwiceWithAnotherVersion_KeepsDataAndEditedConfiguration()
    {
        await InstallAsync(await PublishedAsync("1", ("recipes/standard.yaml", "v1"), ("recipes/mine.yaml", "v1"), ("materials/lto.yaml", "v1"), ("holders/old.yaml", "v1"), ("conditions.yaml", "same")));
        Assert.Equal("program 1", Read("/opt/lto-autoscope/lto-autoscope"));
        Assert.Equal("v1", Read("/etc/lto-autoscope/recipes/standard.yaml"));
        Assert.True(File.Exists(At("/etc/systemd/system/lto-autoscope.service")));
        Assert.True(File.Exists(At("/etc/systemd/system/lto-autoscope-watch.service")));

        await WriteAsync("/var/lib/lto-autoscope/queue/journal.ndjson", "data");
        await WriteAsync("/etc/lto-autoscope/recipes/mine.yaml", "edited by the lab");
        await WriteAsync("/etc/lto-autoscope/conditions.yaml", "edited, and not changed by the new version");
        await WriteAsync("/etc/lto-autoscope/instruments/sem.yaml", "the lab's own");
        File.Delete(At("/etc/lto-autoscope/materials/lto.yaml"));
        IReadOnlyList<string> told = await InstallAsync(await PublishedAsync("2", ("recipes/standard.yaml", "v2"), ("recipes/mine.yaml", "v2"), ("materials/lto.yaml", "v2"), ("recipes/fresh.yaml", "v2"), ("conditions.yaml", "same")));

        Assert.Equal("program 2", Read("/opt/lto-autoscope/lto-autoscope"));
        Assert.Equal("v2", Read("/etc/lto-autoscope/recipes/standard.yaml"));
        Assert.Equal("edited by the lab", Read("/etc/lto-autoscope/recipes/mine.yaml"));
        Assert.Equal("v2", Read("/etc/lto-autoscope/recipes/mine.yaml.new"));
        Assert.Equal("v2", Read("/etc/lto-autoscope/recipes/fresh.yaml"));
        Assert.Equal("edited, and not changed by the new version", Read("/etc/lto-autoscope/conditions.yaml"));
        Assert.False(File.Exists(At("/etc/lto-autoscope/conditions.yaml.new")));
        Assert.False(File.Exists(At("/etc/lto-autoscope/materials/lto.yaml")));
        Assert.Equal("v1", Read("/etc/lto-autoscope/holders/old.yaml"));
        Assert.Equal("the lab's own", Read("/etc/lto-autoscope/instruments/sem.yaml"));
        Assert.Equal("data", Read("/var/lib/lto-autoscope/queue/journal.ndjson"));
        Assert.Contains(told, text => text.Contains("recipes/mine.yaml.new", StringComparison.Ordinal));
        Assert.Equal(["lto-autoscope"], Directory.GetDirectories(At("/opt")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Uninstall_Installed_LeavesDataAndConfiguration()
    {
        await InstallAsync(await PublishedAsync("1", ("recipes/standard.yaml", "v1")));
        await WriteAsync("/var/lib/lto-autoscope/queue/journal.ndjson", "data");
        foreach (ServiceStep step in new SystemdService(Options).Uninstall()) await step.DoAsync(Token);
        Assert.False(Directory.Exists(At("/opt/lto-autoscope")));
        Assert.Empty(Directory.GetFiles(At("/etc/systemd/system")));
        Assert.Equal("v1", Read("/etc/lto-autoscope/recipes/standard.yaml"));
        Assert.Equal("data", Read("/var/lib/lto-autoscope/queue/journal.ndjson"));
    }

    [Fact]
    public void Install_OnTheRealSystem_MakesUserUnitsAndStartsThem()
    {
        string[] steps = [.. new SystemdService(Options with { Root = null }).Install("/somewhere", starts: true).Select(step => step.Text)];
        Assert.Contains("make the user lto-autoscope in the group dialout, unless there is one", steps);
        Assert.Contains("systemctl daemon-reload", steps);
        Assert.Contains("systemctl enable lto-autoscope.service lto-autoscope-watch.service", steps);
        Assert.Equal("systemctl restart lto-autoscope.service lto-autoscope-watch.service", steps[^1]);
    }

    [Fact]
    public void WindowsService_Install_QuotesPathsAndRestartsOnFailure()
    {
        var options = new ServiceOptions { Program = @"C:\Program Files\LtoAutoscope", Config = @"C:\ProgramData\LtoAutoscope\config", Data = @"D:\lab data" };
        string[] steps = [.. new WindowsService(options).Install(@"C:\Downloads\x", isUpgrade: false, starts: true).Select(step => step.Text)];
        Assert.Contains(steps, step => step.StartsWith("sc.exe create LtoAutoscope binPath=", StringComparison.Ordinal) && step.Contains(@"--data ""D:\lab data""", StringComparison.Ordinal) && step.Contains("delayed-auto", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.Contains("restart/5000/restart/5000/restart/60000", StringComparison.Ordinal));
        Assert.Contains(steps, step => step.StartsWith("schtasks.exe /create", StringComparison.Ordinal));
        Assert.Contains("net.exe stop LtoAutoscope", new WindowsService(options).Install("x", isUpgrade: true, starts: true).Select(step => step.Text));
    }

    private async Task<string> PublishedAsync(string version, params (string Path, string Text)[] config)
    {
        string folder = Path.Combine(_folder.FullPath, $"published-{version}");
        foreach (string part in (string[])["wwwroot", "config", "models"]) Directory.CreateDirectory(Path.Combine(folder, part));
        await File.WriteAllTextAsync(Path.Combine(folder, "lto-autoscope"), $"program {version}", Token);
        foreach ((string path, string text) in config)
        {
            string full = Path.Combine(folder, "config", path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            await File.WriteAllTextAsync(full, text, Token);
        }

        ProgramFolder.RequirePublished(folder);
        return folder;
    }

    private async Task<IReadOnlyList<string>> InstallAsync(string source)
    {
        List<string> told = [];
        foreach (ServiceStep step in new SystemdService(Options).Install(source, starts: true)) told.Add(await step.DoAsync(Token));
        return told;
    }

    private string At(string path) => Options.At(path);

    private string Read(string path) => File.ReadAllText(At(path));

    private async Task WriteAsync(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        await File.WriteAllTextAsync(At(path), text, Token);
    }
}
