using LtoAutoscope.Acquisition.Conditions;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Queue;

namespace LtoAutoscope.Pipeline.Preflight;

/// <summary>The checks before the night: what would end it early, found while somebody is still there to mend it. It changes nothing; beside a daemon it only adds its own writing to the disk's.</summary>
public sealed class NightPreflight
{
    private const double BytesPerGib = 1L << 30, BytesPerMib = 1 << 20;
    private const double Comfortable = 1.5;
    private static readonly TimeSpan DiskPatience = TimeSpan.FromSeconds(60);
    private static readonly HashSet<string> NetworkFormats = new(StringComparer.OrdinalIgnoreCase) { "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "sshfs", "fuse.sshfs", "9p", "afs", "ceph", "glusterfs", "fuse.glusterfs", "davfs" };
    private readonly DataFolder _data;
    private readonly PreflightSettings _settings;
    private readonly TimeProvider _time;
    private readonly IPreflightSystem _system;
    private readonly ITemperatureSensors _sensors;
    private readonly Func<long> _freeBytes;

    /// <param name="data">The data folder; no lock is needed.</param>
    /// <param name="settings">Limits.</param>
    /// <param name="time">The clock.</param>
    public NightPreflight(DataFolder data, PreflightSettings settings, TimeProvider time)
        : this(data, settings, time, OperatingSystem.IsWindows() ? new WindowsPreflight() : new LinuxPreflight(), new SystemTemperatures(), () => data.FreeBytes)
    {
    }

    internal NightPreflight(DataFolder data, PreflightSettings settings, TimeProvider time, IPreflightSystem system, ITemperatureSensors sensors, Func<long> freeBytes)
        => (_data, _settings, _time, _system, _sensors, _freeBytes) = (data, settings, time, system, sensors, freeBytes);

    /// <summary>Makes all checks.</summary>
    /// <param name="jobs">The queue; what waits or runs in it counts.</param>
    /// <param name="watch">The watched conditions of a running daemon, or null: then the instrument is not asked.</param>
    /// <param name="cancellationToken">Ends the checks.</param>
    public async Task<PreflightReport> RunAsync(IReadOnlyList<QueuedJob> jobs, ConditionWatch? watch, CancellationToken cancellationToken)
    {
        QueuedJob[] waiting = [.. NightSpace.Waiting(jobs)];
        List<PreflightCheck> checks = [];
        (long needed, IReadOnlyList<PreflightCheck> ofDisk) = await DiskAsync(waiting, cancellationToken).ConfigureAwait(false);
        checks.AddRange(ofDisk);
        checks.Add(_system.PendingRestart(_settings.RefusePendingRestart));
        checks.Add(_system.SleepPolicy());
        checks.Add(_system.ClockSynchronised());
        checks.Add(TimeZone());
        checks.Add(_system.Antivirus(_data.Root));
        checks.Add(Temperature());
        if (watch is not null) checks.Add(Conditions(watch));
        return new PreflightReport(_time.GetUtcNow(), waiting.Length, needed, checks);
    }

    /// <summary>Makes the checks of the disk only.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<PreflightReport> RunDiskAsync(IReadOnlyList<QueuedJob> jobs, CancellationToken cancellationToken)
    {
        QueuedJob[] waiting = [.. NightSpace.Waiting(jobs)];
        (long needed, IReadOnlyList<PreflightCheck> checks) = await DiskAsync(waiting, cancellationToken).ConfigureAwait(false);
        return new PreflightReport(_time.GetUtcNow(), waiting.Length, needed, checks);
    }

    private async Task<(long Needed, IReadOnlyList<PreflightCheck> Checks)> DiskAsync(QueuedJob[] waiting, CancellationToken cancellationToken)
    {
        try
        {
            // A share that hangs must not hang the checks.
            return await Task.Run(async () =>
            {
                long needed = NightSpace.BytesNeeded(waiting, _data);
                return (needed, (IReadOnlyList<PreflightCheck>)[Space(needed), Quota(needed), FileSystem(), await SpeedAsync(waiting, cancellationToken).ConfigureAwait(false)]);
            }, cancellationToken).WaitAsync(DiskPatience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return (0, [new PreflightCheck("disk", PreflightOutcome.Failed, FormattableString.Invariant($"the disk of {_data.Root} does not answer within {DiskPatience.TotalSeconds:0} s"), "", "Look at the disk or the share; choose a disk of this computer with --data")]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (0, [new PreflightCheck("disk", PreflightOutcome.Failed, $"the data folder cannot be used ({error.Message.TrimEnd('.')})", "", "Look at the disk and at the rights of the folder")]);
        }
    }

    private PreflightCheck Space(long needed)
    {
        double free = _freeBytes() / BytesPerGib, need = needed / BytesPerGib, wanted = need + _settings.ReserveGib;
        string value = FormattableString.Invariant($"{free:0.0} GiB are free; the waiting jobs need {need:0.0} GiB at most");
        string limit = FormattableString.Invariant($"{wanted:0.0} GiB, {_settings.ReserveGib:0.#} GiB of reserve included");
        const string Advice = "Make room, move finished runs elsewhere, or choose another disk with --data";
        return free < wanted ? new PreflightCheck("space", PreflightOutcome.Failed, value, limit, Advice)
            : free < Comfortable * need + _settings.ReserveGib ? new PreflightCheck("space", PreflightOutcome.Warning, value, limit, Advice)
            : new PreflightCheck("space", PreflightOutcome.Passed, value, limit);
    }

    private PreflightCheck Quota(long needed)
    {
        // Without a queue a gigabyte is asked for: enough for a sample.
        long asked = Math.Max(needed, (long)BytesPerGib);
        string amount = FormattableString.Invariant($"{asked / BytesPerGib:0.0} GiB");
        return ReservedSpace.Ask(_data.Root, asked) switch
        {
            ReservedSpace.Answer.Granted => new PreflightCheck("quota", PreflightOutcome.Passed, $"the file system grants {amount}"),
            ReservedSpace.Answer.QuotaExceeded => new PreflightCheck("quota", PreflightOutcome.Failed, "the quota of this user is too small", amount, "Have the quota raised, or choose another disk with --data"),
            ReservedSpace.Answer.NoSpace => new PreflightCheck("quota", needed > 0 ? PreflightOutcome.Failed : PreflightOutcome.Warning, "the file system does not grant the space", amount, "Make room, or choose another disk with --data"),
            _ => new PreflightCheck("quota", PreflightOutcome.Skipped, "this file system does not tell"),
        };
    }

    private PreflightCheck FileSystem()
    {
        DriveInfo? drive = DriveInfo.GetDrives().Where(drive => Contains(drive.Name, _data.Root)).MaxBy(drive => drive.Name.Length);
        if (drive is null) return new PreflightCheck("share", PreflightOutcome.Skipped, "the system does not tell on which disk the data folder lies");
        string format = drive.IsReady ? drive.DriveFormat : "?";
        bool isNetwork = drive.DriveType == DriveType.Network || NetworkFormats.Contains(format) || _data.Root.StartsWith(@"\\", StringComparison.Ordinal);
        if (!isNetwork) return new PreflightCheck("share", PreflightOutcome.Passed, $"a disk of this computer ({format})");
        return new PreflightCheck("share", _settings.AllowNetworkShare ? PreflightOutcome.Passed : PreflightOutcome.Warning, $"a network share ({format}): a run stalls with it, and locks on it may not hold", "a disk of this computer",
            "Choose a disk of this computer with --data and copy finished runs to the share; allow_network_share in config/preflight.yaml silences this");
    }

    private static bool Contains(string mount, string path) => path == mount || path.StartsWith(Path.EndsInDirectorySeparator(mount) ? mount : mount + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private async Task<PreflightCheck> SpeedAsync(QueuedJob[] waiting, CancellationToken cancellationToken)
    {
        WriteSpeed speed = await WriteSpeed.MeasureAsync(_data.Root, cancellationToken).ConfigureAwait(false);
        double needed = Math.Max(_settings.MinimumWriteMibPerS, NightSpace.BytesPerSecond(waiting) / BytesPerMib);
        string value = FormattableString.Invariant($"{speed.MibPerS:0.0} MiB/s flushed, the slowest file took {speed.LongestS:0.00} s");
        string limit = FormattableString.Invariant($"{needed:0.0} MiB/s, {_settings.LongestFlushS:0.##} s a file");
        bool isSlow = speed.MibPerS < needed || speed.LongestS > _settings.LongestFlushS;
        return isSlow
            ? new PreflightCheck("write_speed", PreflightOutcome.Warning, value, limit, "Frames will wait for the disk: look what else writes to it, or choose a faster one with --data")
            : new PreflightCheck("write_speed", PreflightOutcome.Passed, value, limit);
    }

    private PreflightCheck TimeZone()
    {
        TimeZoneInfo zone = _time.LocalTimeZone;
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan today = zone.GetUtcOffset(now), tomorrow = zone.GetUtcOffset(now.AddHours(24));
        string value = FormattableString.Invariant($"{zone.Id}, {(today < TimeSpan.Zero ? "-" : "+")}{today:hh\\:mm}");
        return today == tomorrow
            ? new PreflightCheck("time_zone", PreflightOutcome.Passed, value)
            : new PreflightCheck("time_zone", PreflightOutcome.Warning, FormattableString.Invariant($"{value}; within 24 h the clock goes {(tomorrow > today ? "forward" : "back")} by {(tomorrow - today).Duration().TotalMinutes:0} min"), "", "Nothing has to be done: windows of the schedule keep the wall clock, so this night is that much shorter or longer");
    }

    private PreflightCheck Temperature()
    {
        IReadOnlyList<TemperatureReading> all = _sensors.Read();
        if (all.Count == 0) return new PreflightCheck("temperature", PreflightOutcome.Skipped, "this computer has no sensor that can be read, so its temperature is not watched");
        TemperatureReading hottest = all.MaxBy(reading => reading.Celsius);
        return new PreflightCheck("temperature", PreflightOutcome.Passed, FormattableString.Invariant($"{all.Count} sensors; the hottest, '{hottest.Sensor}', reads {hottest.Celsius:0.#} °C"));
    }

    private static PreflightCheck Conditions(ConditionWatch watch)
    {
        IReadOnlyList<ConditionTrip> tripped = watch.AllTripped;
        return tripped.Count == 0
            ? new PreflightCheck("conditions", PreflightOutcome.Passed, "nothing that is watched is beyond its limit")
            : new PreflightCheck("conditions", PreflightOutcome.Warning, string.Join("; ", tripped.Select(trip => trip.Reason.TrimEnd('.'))), "", "A run waits until these are good again");
    }
}
