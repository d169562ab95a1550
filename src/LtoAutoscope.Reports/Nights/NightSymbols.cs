namespace LtoAutoscope.Reports.Nights;

/// <summary>The shapes that go with the words of states and verdicts: colour never stands alone.</summary>
internal static class NightSymbols
{
    internal const string Svg = """
        <svg width="0" height="0" style="position:absolute" aria-hidden="true"><symbol id="wave" viewBox="0 0 16 16"><path d="M1 8c1.5-5 3-5 4.5 0s3 5 4.5 0 3-5 5 0"/></symbol>
        <symbol id="v-ok" viewBox="0 0 16 16"><path d="M2.5 8.5 6.3 12.3 13.5 4" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></symbol>
        <symbol id="v-redo" viewBox="0 0 16 16"><path d="M13 8a5 5 0 1 1-1.6-3.7" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/><path fill="currentColor" d="M14.3 1.6v4.2h-4.2z"/></symbol>
        <symbol id="v-quar" viewBox="0 0 16 16"><path d="M8 1.2 15 14H1z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M8 6.2v3.4M8 11.7v.1" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></symbol>
        <symbol id="v-skip" viewBox="0 0 16 16"><circle cx="8" cy="8" r="5.8" fill="none" stroke="currentColor" stroke-width="2"/><path d="M4 12 12 4" stroke="currentColor" stroke-width="2"/></symbol>
        <symbol id="s-fault" viewBox="0 0 16 16"><path fill="currentColor" d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path d="M8 4.3v4.6M8 11.5v.2" stroke="var(--bg-card)" stroke-width="2" stroke-linecap="round"/></symbol>
        <symbol id="s-paused" viewBox="0 0 16 16"><path fill="currentColor" d="M3 2h3.6v12H3zM9.4 2H13v12H9.4z"/></symbol>
        <symbol id="s-running" viewBox="0 0 16 16"><path fill="currentColor" d="M3.5 1.8 14.5 8 3.500 14.2z"/></symbol>
        <symbol id="s-wait" viewBox="0 0 16 16"><path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="none" stroke="currentColor" stroke-width="2"/></symbol></svg>
        """;

    internal static string Use(string name, string kind = "") => $"<svg{(kind.Length > 0 ? $" class=\"{kind}\"" : "")} viewBox=\"0 0 16 16\" aria-hidden=\"true\"><use href=\"#{name}\"/></svg>";
}
