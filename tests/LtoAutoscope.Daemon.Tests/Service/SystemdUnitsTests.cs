using System.Runtime.Versioning;
using LtoAutoscope.Daemon.Service;
using LtoAutoscope.Daemon.Tests.EndToEnd;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Tests.Service;

[SupportedOSPlatform("linux")]
public sealed class SystemdUnitsTests
{
    private static readonly ServiceOptions Standard = new() { Program = "/opt/lto-autoscope", Config = "/etc/lto-autoscope", Data = "/var/lib/lto-autoscope" };

    [Fact]
    public async Task Packaging_ShippedUnits_AreThoseOfTheVerb()
    {
        string folder = Path.Combine(Repository(), "packaging", "systemd");
        Assert.Equal(SystemdUnits.OfDaemon(Standard), await File.ReadAllTextAsync(Path.Combine(folder, SystemdUnits.Daemon), TestContext.Current.CancellationToken));
        Assert.Equal(SystemdUnits.OfWatch(Standard), await File.ReadAllTextAsync(Path.Combine(folder, SystemdUnits.Watch), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("[Service]", "Type=notify")]
    [InlineData("[Service]", "WatchdogSec=60")]
    [InlineData("[Service]", "Restart=on-failure")]
    [InlineData("[Unit]", "StartLimitBurst=5")]
    [InlineData("[Service]", "User=lto-autoscope")]
    [InlineData("[Service]", "SupplementaryGroups=dialout")]
    [InlineData("[Service]", "StateDirectory=lto-autoscope")]
    [InlineData("[Service]", "DeviceAllow=char-ttyUSB rw")]
    [InlineData("[Service]", "SyslogIdentifier=lto-autoscope")]
    public void OfDaemon_Standard_HasItsKeyInItsSection(string section, string line)
    {
        string[] lines = SystemdUnits.OfDaemon(Standard).Split('\n');
        int at = Array.IndexOf(lines, line);
        Assert.True(at > 0, line);
        Assert.Equal(section, lines[..at].Last(text => text.StartsWith('[')));
    }

    [Fact]
    public void OfDaemon_DataElsewhere_MayBeWritten()
        => Assert.Contains("\nReadWritePaths=/srv/lab\n", SystemdUnits.OfDaemon(Standard with { Data = "/srv/lab" }), StringComparison.Ordinal);

    [Theory]
    [InlineData("/srv/my lab")]
    [InlineData("/srv/lab\nExecStartPre=/bin/evil")]
    [InlineData("lab")]
    [InlineData("/srv/%h")]
    public void Require_PathThatAUnitCannotHold_IsRefused(string data) => Assert.Throws<InputException>(() => (Standard with { Data = data }).Require());

    /// <summary>systemd's own checker, where it is installed.</summary>
    [Fact]
    public async Task Units_BySystemdAnalyze_AreSound()
    {
        const string Analyze = "/usr/bin/systemd-analyze";
        Assert.SkipUnless(File.Exists(Analyze), "systemd-analyze is not installed here");
        using var folder = new TemporaryFolder();
        // It wants the programs that a unit names to be there.
        string program = Path.Combine(folder.FullPath, "lto-autoscope");
        await File.WriteAllTextAsync(program, "#!/bin/sh\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        ServiceOptions options = Standard with { Program = folder.FullPath, User = "root", SerialGroup = "root" };
        string[] units = [Path.Combine(folder.FullPath, SystemdUnits.Daemon), Path.Combine(folder.FullPath, SystemdUnits.Watch)];
        await File.WriteAllTextAsync(units[0], SystemdUnits.OfDaemon(options), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(units[1], SystemdUnits.OfWatch(options), TestContext.Current.CancellationToken);
        (int exit, string output) = await SystemCommand.RunAsync(Analyze, ["verify", "--man=no", .. units], TestContext.Current.CancellationToken);
        string ours = string.Join('\n', output.Split('\n').Where(line => line.Contains("lto-autoscope", StringComparison.Ordinal)));
        Assert.True(ours.Length == 0, ours);
        Assert.True(exit == 0 || !output.Contains("lto-autoscope", StringComparison.Ordinal), output);
    }

    internal static string Repository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "LtoAutoscope.sln"))) folder = Path.GetDirectoryName(folder);
        return folder!;
    }
}
