using System.Globalization;
using LtoAutoscope.Daemon.Commands.Access;
using LtoAutoscope.Domain.Audits;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;

namespace LtoAutoscope.Daemon.Components.Access;

/// <summary>Who did what: filtered, page by page, each line with an address of its own.</summary>
public sealed partial class AuditPage
{
    private const int PageSize = 50;

    private static readonly string[] KnownActions = ["account", "alert", "backup", "holder", "instrument", "key", "lab", "queue", "recipe", "sample", "schedule", "session"];

    private IReadOnlyList<AuditLine>? _lines;
    private AuditProof? _proof;
    private long _total;
    private bool _readsAll;
    private string _problem = "";

    /// <summary>A line's number, for its own address; null for the list.</summary>
    [Parameter]
    public long? Number { get; set; }

    [Inject]
    private AuditReader Reader { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [SupplyParameterFromQuery(Name = "who")]
    private string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "target")]
    private string? Target { get; set; }

    [SupplyParameterFromQuery(Name = "result")]
    private string? Result { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "until")]
    private string? Until { get; set; }

    [SupplyParameterFromQuery(Name = "page")]
    private string? PageText { get; set; }

    private int PageNumber => int.TryParse(PageText, CultureInfo.InvariantCulture, out int page) ? Math.Clamp(page, 1, 1_000_000) : 1;

    private long Pages => Math.Max(1, (_total + PageSize - 1) / PageSize);

    private bool IsFiltered => new[] { Who, Action, Target, Result, From, Until }.Any(text => !string.IsNullOrEmpty(text));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _problem = "";
        _readsAll = await Reader.ReadsAllAsync();
        if (Number is { } number)
        {
            _lines = await Reader.FindAsync(number, CancellationToken.None) is { } line ? [line] : [];
            return;
        }

        AuditQuery query = new() { Who = Who, Action = Action, Target = Target, Result = ResultOf(Result), From = TimeOf(From), Until = TimeOf(Until) };
        if (!string.IsNullOrEmpty(From) && query.From is null || !string.IsNullOrEmpty(Until) && query.Until is null) _problem = "A time cannot be read. Write it like 2026-12-01T19:00.";
        (_lines, _total) = await Reader.ReadAsync(query, (PageNumber - 1) * PageSize, PageSize, CancellationToken.None);
        if (_readsAll && _proof is null) await ProveAsync();
    }

    private static AuditResult? ResultOf(string? word) => Enum.TryParse(word, ignoreCase: true, out AuditResult result) ? result : null;

    private static string Word(AuditResult result) => result.ToString().ToLowerInvariant();

    private static string Style(AuditResult result) => result switch { AuditResult.Done => "ok", AuditResult.Refused => "paused", _ => "fault" };

    private static string Symbol(AuditResult result) => result switch { AuditResult.Done => "v-ok", AuditResult.Refused => "v-skip", _ => "s-fault" };

    /// <summary>A time of the laboratory's own clock, as the field writes it.</summary>
    private DateTimeOffset? TimeOf(string? text)
    {
        if (!DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime at)) return null;
        at = DateTime.SpecifyKind(at, DateTimeKind.Unspecified);
        return new DateTimeOffset(at, Time.LocalTimeZone.GetUtcOffset(at));
    }

    private async Task ProveAsync() => _proof = await Reader.ProveAsync(CancellationToken.None);

    private string Address(int page) => QueryHelpers.AddQueryString("/audit", [.. Filters(), new("page", page.ToString(CultureInfo.InvariantCulture))]);

    private string Export(string format)
        => QueryHelpers.AddQueryString("/api/v1/audit/export", [.. Filters().Select(pair => pair.Key is "from" or "until" ? new(pair.Key, TimeOf(pair.Value)?.ToString("O", CultureInfo.InvariantCulture)) : pair), new("format", format)]);

    private IEnumerable<KeyValuePair<string, string?>> Filters()
        => new KeyValuePair<string, string?>[] { new("who", Who), new("action", Action), new("target", Target), new("result", Result), new("from", From), new("until", Until) }.Where(pair => !string.IsNullOrEmpty(pair.Value));
}
