namespace LtoAutoscope.Domain.Schedules;

/// <summary>Something that the schedule has done again and again beside the queue: a backup, a check of the disk, the golden tiles. What implements it is registered as a service; <c>config/schedule.yaml</c> says when.</summary>
public interface IRecurringTask
{
    /// <summary>The word for it in <c>config/schedule.yaml</c>, such as <c>backup</c>, <c>disk_check</c>, <c>golden_tiles</c>, <c>calibration</c>.</summary>
    string Name { get; }

    /// <summary>Whether it uses the instrument: then it waits until no sample runs and holds the next one back while it works. Default no: it runs beside the samples.</summary>
    bool NeedsInstrument => false;

    /// <summary>Does it once.</summary>
    /// <param name="cancellationToken">Ends it; what is half done leaves nothing behind. A cancellation is not a failure.</param>
    /// <returns>How it ended, in a sentence with figures.</returns>
    /// <exception cref="Domain.InputException">It cannot be done as things are; told like a failure.</exception>
    Task<TaskReport> RunAsync(CancellationToken cancellationToken);
}
