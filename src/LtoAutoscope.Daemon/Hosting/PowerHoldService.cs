using LtoAutoscope.Pipeline.Preflight;
using LtoAutoscope.Pipeline.Running;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>Keeps the computer awake while a sample is at work, and for a minute after, so that the pause between two samples lets nothing fall asleep.</summary>
internal sealed class PowerHoldService(Lab lab, TimeProvider time, ILogger<PowerHoldService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5), Longer = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        PowerHold? hold = null;
        long lastBusy = 0;
        string told = "";
        try
        {
            while (true)
            {
                bool isBusy = lab.Current.Running is not null;
                if (isBusy) lastBusy = time.GetTimestamp();
                if (isBusy && hold is null)
                {
                    hold = await PowerHold.TakeAsync("A sample is being examined", stoppingToken).ConfigureAwait(false);
                    if (hold.Detail != told) logger.LogInformation("Sleep of the computer: {Detail}", hold.Detail);
                    told = hold.Detail;
                }
                else if (!isBusy && hold is not null && time.GetElapsedTime(lastBusy) > Longer)
                {
                    hold.Dispose();
                    hold = null;
                }

                await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service ends.
        }
        finally
        {
            hold?.Dispose();
        }
    }
}
