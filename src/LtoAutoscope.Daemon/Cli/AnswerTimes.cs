using System.Diagnostics;
using System.Net;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>How long a server took for one kind of answer.</summary>
/// <param name="Name">The kind.</param>
/// <param name="Count">Answers.</param>
/// <param name="P50Ms">Half of them took at most this, ms.</param>
/// <param name="P95Ms">95 % of them took at most this, ms.</param>
/// <param name="LargestMs">The longest, ms.</param>
/// <param name="MeanKb">Mean length, kB.</param>
internal sealed record AnswerTimes(string Name, int Count, double P50Ms, double P95Ms, double LargestMs, double MeanKb)
{
    /// <summary>Asks for each address once and measures until the last byte is there.</summary>
    /// <exception cref="InvalidOperationException">An answer is neither 200 nor 304.</exception>
    public static async Task<AnswerTimes> MeasureAsync(HttpClient client, string name, IReadOnlyList<string> addresses, string? entityTag, CancellationToken cancellationToken)
    {
        var times = new double[addresses.Count];
        double bytes = 0;
        for (int i = 0; i < addresses.Count; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, addresses[i]);
            if (entityTag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", entityTag);
            long began = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await client.SendAsync(request, cancellationToken).ConfigureAwait(false);
            bytes += (await answer.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)).Length;
            times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.NotModified)) throw new InvalidOperationException($"{addresses[i]} was answered with {(int)answer.StatusCode}.");
        }

        Array.Sort(times);
        double At(double share) => times.Length == 0 ? 0 : Math.Round(times[(int)Math.Min(times.Length - 1, Math.Ceiling(share * times.Length) - 1)], 1);
        return new AnswerTimes(name, times.Length, At(0.5), At(0.95), At(1), times.Length == 0 ? 0 : Math.Round(bytes / times.Length / 1000, 1));
    }
}
