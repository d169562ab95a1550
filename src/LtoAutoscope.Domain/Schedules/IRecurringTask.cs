namespace LtoAutoscope.Domain.Schedules;

/// <summary>Something that the schedule has done again and again beside the queue: a backup, a check of the disk, the golden tiles. What implements it is registered as a service; <c>config/schedule.yaml</c> says when. It runs beside the samples; one that needs the instrument asks the laboratory for it and waits for the end of the sample under way.</summary>
public interface IRecurringTask
{
    /// <summary>The word for it in <c>config/schedule.yaml</c>, such as <c>backup</c>, <c>disk_check</c>, <c>golden_tiles</c>, <c>calibration</c>.</summary>
    string Name { get; }

    /// <summary>Does it once.</summary>
    /// <param name="cancellationToken">Ends it; what is half done leaves nothing behind. A cancellation is not a failure.</param>
    /// <returns>How it ended, in a sentence with figures.</returns>
    /// <exception cref="Domain.InputException">It cannot be done as things are; told like a failure.</exception>
    Task<TaskReport> RunAsync(CancellationToken cancellationToken);
}
