using System.Collections.Concurrent;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;

namespace LtoAutoscope.Instruments.Tests.Faults;

/// <summary>Plays rows, several at a time because they mostly wait: those of a link begin with the first of them that is asked for.</summary>
internal static class FaultMatrix
{
    private const double TargetXMm = 39.5;
    private const double SecondXMm = 36;
    private static readonly TimeSpan LongestDeed = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestRecovery = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LongestMove = TimeSpan.FromSeconds(5);
    private static readonly SemaphoreSlim Several = new(10, 10);
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<FaultRow, Task>>> Links = new(StringComparer.Ordinal);

    /// <summary>Ends with the row, in what it found.</summary>
    public static Task PlayAsync(FaultRow row)
        => Links.GetOrAdd(row.Link, link => new(() => FaultRows.All.Where(other => other.Link == link).ToDictionary(other => other, StartAsync))).Value[row];

    private static async Task StartAsync(FaultRow row)
    {
        await Several.WaitAsync().ConfigureAwait(false);
        try
        {
            await Task.Run(() => RunAsync(row));
        }
        finally
        {
            Several.Release();
        }
    }

    private static async Task RunAsync(FaultRow row)
    {
        using var limit = new CancellationTokenSource(LongestDeed + LongestRecovery);
        await using FaultBench bench = await FaultBench.StartAsync(row, limit.Token);
        string ending;
        using (var deed = new CancellationTokenSource(LongestDeed))
            ending = await EndAsync(bench, row, deed.Token);
        Assert.True(row.Endings.Split('|').Contains(ending.Split(':')[0]), $"{row.Link}, {row.Fault}, {row.Deed}: ended in {ending}; allowed are {row.Endings}");
        using var recovery = new CancellationTokenSource(LongestRecovery);
        if (row.Then == FaultAfter.IsGone) await StaysGoneAsync(bench, recovery.Token);
        else await WorkAgainAsync(bench, row, recovery.Token);
        Assert.Null(bench.Beyond);
    }

    private static async Task<string> EndAsync(FaultBench bench, FaultRow row, CancellationToken token)
    {
        try
        {
            return await DoAsync(bench, row, token);
        }
        catch (InstrumentFaultException fault)
        {
            return $"{fault.Fault}: {fault.Detail}";
        }
        catch (OperationCanceledException)
        {
            return $"no end within {LongestDeed.TotalSeconds:0} s";
        }
    }

    private static async Task<string> DoAsync(FaultBench bench, FaultRow row, CancellationToken token)
    {
        GreyImage? before = row.Deed == FaultDeed.Scan ? await ScanAsync(bench, token) : null;
        if (row.Deed == FaultDeed.MoveAsSent) bench.OnNextMove(() => bench.Strike(row.Fault));
        else if (row.Deed != FaultDeed.MoveUnderWay) bench.Strike(row.Fault);
        IElectronColumn? column = bench.Driver.Column;
        switch (row.Deed)
        {
            case FaultDeed.Read:
                return Near(await bench.Stage.ReadPositionAsync(token), FaultBench.StartXMm);
            case FaultDeed.Move or FaultDeed.MoveAsSent:
                return Near(await bench.MoveAsync(TargetXMm, token), TargetXMm);
            case FaultDeed.MoveUnderWay:
                Task<StagePosition> move = bench.MoveAsync(TargetXMm, token);
                while (!move.IsCompleted && Math.Abs(bench.Twin.Microscope.Stage.True.XMm - FaultBench.StartXMm) < 0.5) await PatientTime.DelayAsync(5, token);
                bench.Strike(row.Fault);
                return Near(await move, TargetXMm);
            case FaultDeed.Focus:
                await column!.SetWorkingDistanceMmAsync(8, token);
                return FaultRow.Recovers;
            case FaultDeed.Unblank:
                await column!.SetBlankAsync(false, token);
                return FaultRow.Recovers;
            case FaultDeed.BeamOn:
                await column!.SetBeamAsync(true, 10, token);
                return FaultRow.Recovers;
            case FaultDeed.ReadBeam:
                return $"{await column!.ReadBeamAsync(token)}";
            case FaultDeed.ReadVacuum:
                while (await bench.Driver.Vacuum!.ReadStateAsync(token) == VacuumState.Ready) await PatientTime.DelayAsync(20, token);
                return $"{await bench.Driver.Vacuum!.ReadStateAsync(token)}";
            case FaultDeed.ReadMains:
                return $"{await bench.Driver.Mains!.ReadAsync(token)}";
            default:
                GreyImage frame = await ScanAsync(bench, token);
                if (frame.Pixels.All(pixel => pixel == frame.Pixels[0])) return $"{Fault.FrameBlank}";
                return frame.Pixels.AsSpan().SequenceEqual(before!.Pixels) ? $"{Fault.FrameFrozen}" : FaultRow.Recovers;
        }
    }

    /// <summary>A frame of another place each time: two of one place are the same in a twin.</summary>
    private static async Task<GreyImage> ScanAsync(FaultBench bench, CancellationToken token)
    {
        await bench.Driver.Column!.SetBlankAsync(false, token);
        await bench.MoveAsync((await bench.Stage.ReadPositionAsync(token)).XMm + 0.5, token);
        return await bench.Driver.Scanner!.ScanFrameAsync(new ScanRequest(64, 64, 16, 1), null, token);
    }

    private static string Near(StagePosition place, double xMm)
        => Math.Abs(place.XMm - xMm) < 0.1 ? FaultRow.Recovers : FormattableString.Invariant($"x {place.XMm:0.###} instead of {xMm:0.###}");

    private static async Task StaysGoneAsync(FaultBench bench, CancellationToken token)
    {
        var gone = await Assert.ThrowsAsync<InstrumentFaultException>(() => bench.Driver.ReconnectAsync(token));
        Assert.Contains(gone.Fault, new[] { Fault.Unreachable, Fault.LinkLost, Fault.LineNotSynchronised });
    }

    /// <summary>As a run does: what is lost is connected anew, what is out of step is tried again; nothing else is forgiven.</summary>
    private static async Task WorkAgainAsync(FaultBench bench, FaultRow row, CancellationToken token)
    {
        if (!row.IsOfTheWire) bench.Twin.Microscope.Faults.Clear();
        if (row.Then == FaultAfter.WorksOnceReferenced) bench.Twin.Microscope.Stage.IsCalibrated = true;
        string last = "";
        bool isLost = false;
        while (!token.IsCancellationRequested)
        {
            try
            {
                if (isLost) await bench.Driver.ReconnectAsync(token);
                isLost = false;
                // A move that a lost connection left behind may still run; a controller that missed its target may say so for ever.
                for (long began = PatientTime.Instance.GetTimestamp(); await bench.Stage.ReadMotionAsync(token) == StageMotion.Moving && PatientTime.Instance.GetElapsedTime(began) < LongestMove;)
                    await PatientTime.DelayAsync(20, token);
                StagePosition place = await bench.MoveAsync(SecondXMm, token);
                Assert.Equal(SecondXMm, place.XMm, 0.1);
                return;
            }
            catch (InstrumentFaultException fault) when (fault.Fault is Fault.AnswerTimeout or Fault.MalformedAnswer or Fault.LineNotSynchronised or Fault.LinkLost or Fault.Unreachable or Fault.ServerRestarted)
            {
                last = $"{fault.Fault}: {fault.Detail}";
                isLost = isLost && fault.Fault != Fault.ServerRestarted || fault.Fault is Fault.LinkLost or Fault.Unreachable or Fault.LineNotSynchronised;
                await PatientTime.DelayAsync(50, CancellationToken.None);
            }
            catch (OperationCanceledException) when (token.IsCancellationRequested)
            {
                break;
            }
        }

        Assert.Fail($"{row.Link}, {row.Fault}, {row.Deed}: did not work again within {LongestRecovery.TotalSeconds:0} s: {last}");
    }
}
