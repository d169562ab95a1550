using LtoAutoscope.Domain.Timing;

namespace LtoAutoscope.Acquisition.Timing;

/// <summary>Works a queue off many times in thought, each time with times and yields drawn from what was learned, and tells the ranges.</summary>
public static class NightForecaster
{
    /// <summary>Courses that are drawn unless another number is asked for.</summary>
    public const int DefaultCourses = 400;

    private const int Seed = 20260314;

    /// <summary>Forecasts the jobs in their order, one after the other.</summary>
    /// <param name="loads">The jobs; one that runs has its progress and comes first.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="hours">When they may begin.</param>
    /// <param name="courses">Courses to draw, at least 10.</param>
    /// <param name="cancellationToken">Ends between two courses.</param>
    public static NightForecast Forecast(IReadOnlyList<JobLoad> loads, DateTimeOffset now, INightHours hours, int courses = DefaultCourses, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(loads);
        ArgumentNullException.ThrowIfNull(hours);
        ArgumentOutOfRangeException.ThrowIfLessThan(courses, 10);
        if (loads.Count == 0) return NightForecast.Empty with { Deadline = hours.Deadline };
        JobSimulator[] simulators = [.. loads.Select(load => new JobSimulator(load))];
        var draws = new List<(double? Start, double? End, JobDraw Draw)>[loads.Count];
        for (int job = 0; job < draws.Length; job++) draws[job] = new List<(double?, double?, JobDraw)>(courses);
        for (int course = 0; course < courses; course++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double? at = 0;
            for (int job = 0; job < loads.Count; job++)
            {
                // Its own numbers for each job of a course: a job that is added behind the others changes nothing about them.
                JobDraw draw = simulators[job].Draw(new Random(HashCode(course, job)));
                double? start = at is not { } free ? null : loads[job].Progress is not null ? free : Start(loads[job].JobId, now, free, draw.Seconds, hours);
                at = start is { } begun ? End(loads[job].JobId, now, begun, draw.Seconds, hours) : null;
                draws[job].Add((start, at, draw));
                // A job that may never begin holds up none of those behind it.
                at ??= PreviousEnd(draws, job, course);
            }
        }

        JobForecast[] jobs = [.. loads.Select((load, i) => Summarise(load, draws[i], now, hours.Deadline))];
        double?[] ends = [.. Enumerable.Range(0, courses).Select(course => draws.All(job => job[course].End is not null) ? draws.Max(job => job[course].End) : null)];
        double chance = hours.Deadline is { } deadline ? ends.Count(end => end is { } seconds && now.AddSeconds(seconds) <= deadline) / (double)courses : 1;
        return new NightForecast(jobs, Range(ends, now), chance, hours.Deadline);
    }

    private static double? Start(string jobId, DateTimeOffset now, double free, double seconds, INightHours hours)
        => hours.NextStart(jobId, now.AddSeconds(free), TimeSpan.FromSeconds(seconds)) is { } start ? (start - now).TotalSeconds : null;

    private static double? End(string jobId, DateTimeOffset now, double start, double seconds, INightHours hours)
        => hours.EndOf(jobId, now.AddSeconds(start), TimeSpan.FromSeconds(seconds)) is { } end ? (end - now).TotalSeconds : null;

    private static double PreviousEnd(List<(double? Start, double? End, JobDraw Draw)>[] draws, int job, int course)
        => draws.Take(job).Select(earlier => earlier[course].End).LastOrDefault(end => end is not null) ?? 0;

    private static JobForecast Summarise(JobLoad load, List<(double? Start, double? End, JobDraw Draw)> draws, DateTimeOffset now, DateTimeOffset? deadline)
    {
        SpanRange left = SpanRange.Of(draws.Select(draw => draw.Draw.Seconds));
        // What a rare mishap would cost says nothing about an ordinary night: parts are told of the courses within the range.
        JobDraw[] ordinary = [.. draws.Select(draw => draw.Draw).Where(draw => draw.Seconds >= left.P10 && draw.Seconds <= left.P90)];
        IEnumerable<TimedOperation> operations = ordinary.SelectMany(draw => draw.Parts.Keys).Distinct();
        return new JobForecast
        {
            JobId = load.JobId, StartsBetween = Range(draws.Select(draw => draw.Start), now), EndsBetween = Range(draws.Select(draw => draw.End), now),
            SecondsLeft = left, Tiles = SpanRange.Of(draws.Select(draw => (double)draw.Draw.Tiles)),
            Particles = SpanRange.Of(draws.Select(draw => draw.Draw.Particles)), Bytes = SpanRange.Of(draws.Select(draw => draw.Draw.Bytes)),
            Parts = [.. operations.Select(operation => new OperationPart(operation, ordinary.Average(draw => draw.Parts.GetValueOrDefault(operation)))).Where(part => part.Seconds > 0).OrderByDescending(part => part.Seconds)],
            ChanceOfGoal = draws.Count(draw => draw.Draw.ReachesGoal) / (double)draws.Count,
            ChanceByDeadline = deadline is { } limit ? draws.Count(draw => draw.End is { } end && now.AddSeconds(end) <= limit) / (double)draws.Count : 1,
            RunsBehind = load.Times.Runs,
        };
    }

    private static (DateTimeOffset Early, DateTimeOffset Late)? Range(IEnumerable<double?> seconds, DateTimeOffset now)
    {
        double?[] all = [.. seconds];
        double[] known = [.. all.Where(value => value is not null).Select(value => value!.Value)];
        if (known.Length * 2 < all.Length) return null;
        SpanRange range = SpanRange.Of(known);
        return (now.AddSeconds(range.P10), now.AddSeconds(range.P90));
    }

    private static int HashCode(int course, int job) => unchecked(Seed + course * 7919 + job * 104729);
}
