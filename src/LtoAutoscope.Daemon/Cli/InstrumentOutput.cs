namespace LtoAutoscope.Daemon.Cli;

/// <summary>Lines that are not wrapped at the terminal's width, because other tools may read them.</summary>
internal static class InstrumentOutput
{
    /// <summary>A line for people; with <c>--json</c> it goes to standard error.</summary>
    public static void WritePlain(this VerbConsole console, string text) => (console.IsJson ? Console.Error : Console.Out).WriteLine(text);

    /// <summary>A number without the sign of a negative zero.</summary>
    public static double Rounded(double value, int digits) => Math.Round(value, digits) + 0.0;
}
