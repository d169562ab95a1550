using System.Globalization;

namespace LtoAutoscope.Twin.Servers.RemCon32;

/// <summary>What the server does with a verb.</summary>
/// <param name="Least">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Do">Does it and gives the data of the answer, or throws a <see cref="RemCon32RefusalException"/>.</param>
/// <param name="Seconds">How long it takes, physical seconds.</param>
internal sealed record RemCon32Command(int Least, int Most, Func<RemCon32Request, CancellationToken, ValueTask<string>> Do, double Seconds = 0)
{
    /// <summary>A question without arguments.</summary>
    public static RemCon32Command Ask(Func<string> answer) => new(0, 0, (_, _) => ValueTask.FromResult(answer()));

    /// <summary>A command with a fixed number of arguments and no data.</summary>
    public static RemCon32Command Set(int arguments, Action<RemCon32Request> act, double seconds = 0) => new(arguments, arguments, (request, _) =>
    {
        act(request);
        return ValueTask.FromResult("");
    }, seconds);

    /// <summary>A number as it goes out: at most six decimals, none of them idle.</summary>
    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    /// <summary>A number that may be very small: six digits, with an exponent where it is shorter.</summary>
    public static string Small(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Text(bool value) => value ? "1" : "0";
}
