using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Twin.Rendering;

// lto-render --out DIR [--count N] [--seed S] [--first I] [--parallelism P]
int count = 100, seed = 1, first = 0, parallelism = Environment.ProcessorCount;
string? folder = null;
try
{
    for (int i = 0; i < args.Length; i += 2)
    {
        string value = i + 1 < args.Length ? args[i + 1] : throw new InputException($"{args[i]} has no value", "command line", "Give a value after it");
        switch (args[i])
        {
            case "--count": count = Number(args[i], value); break;
            case "--seed": seed = Number(args[i], value); break;
            case "--first": first = Number(args[i], value); break;
            case "--parallelism": parallelism = Number(args[i], value); break;
            case "--out": folder = value; break;
            default: throw new InputException($"{args[i]} is no option", "command line", "Known are --out, --count, --seed, --first, --parallelism");
        }
    }

    if (folder is null) throw new InputException("no folder is given", "command line", "Say where to with --out DIR");
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) =>
    {
        e.Cancel = true;
        stop.Cancel();
    };
    var options = new RenderOptions { FirstIndex = first, Parallelism = parallelism };
    int told = 0;
    var progress = new Told(done =>
    {
        int percent = (int)(100L * done / count);
        if (percent > Interlocked.Exchange(ref told, Math.Max(told, percent))) Console.Error.WriteLine($"{done} of {count} pictures");
    });
    await RenderedSet.WriteAsync(count, seed, folder, options, progress, stop.Token).ConfigureAwait(false);
    return 0;
}
catch (InputException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("stopped");
    return 130;
}

static int Number(string option, string value)
    => int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new InputException($"{option} {value} is no whole number", "command line", "Give a whole number");

internal sealed class Told(Action<int> hear) : IProgress<int>
{
    public void Report(int value) => hear(value);
}
