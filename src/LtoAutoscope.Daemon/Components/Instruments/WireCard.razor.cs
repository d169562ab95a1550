using System.Globalization;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Components.Layout;
using LtoAutoscope.Instruments.Recording;
using Microsoft.AspNetCore.Components;

namespace LtoAutoscope.Daemon.Components.Instruments;

/// <summary>What went over the wires: the newest lines live, older ones by page, whole files to download.</summary>
public sealed partial class WireCard : LiveComponent
{
    private const int Shown = 200;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(1.5);
    private readonly CancellationTokenSource _gone = new();
    private readonly SortedSet<string> _purposes = new(StringComparer.Ordinal);
    private WirePage _page = new([], null);
    private IReadOnlyList<WireFileInfo> _files = [];
    private string _purpose = "";
    private string _text = "";
    private string? _cursor;
    private bool _still;
    private int _reading;
    private ITimer? _timer;

    [Inject]
    private WireTail Tail { get; set; } = default!;

    private string Problem { get; set; } = "";

    /// <inheritdoc/>
    public override void Dispose()
    {
        _gone.Cancel();
        _timer?.Dispose();
        _gone.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => ReadAsync();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        _timer = Time.CreateTimer(_ => _ = InvokeAsync(async () =>
        {
            if (_still || _cursor is not null || _gone.IsCancellationRequested) return;
            await ReadAsync();
            StateHasChanged();
        }), null, Refresh, Refresh);
    }

    private static string Word(WireRecordKind kind) => kind switch
    {
        WireRecordKind.Sent => "→ sent",
        WireRecordKind.Received => "← received",
        WireRecordKind.Opened => "+ opened",
        WireRecordKind.Closed => "− closed",
        WireRecordKind.Lost => "! lost",
        _ => "? note",
    };

    private string Clock(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Time.LocalTimeZone).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private Task NewestAsync()
    {
        _cursor = null;
        return ReadAsync();
    }

    private Task EarlierAsync()
    {
        _cursor = _page.Earlier;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0) return;
        try
        {
            Problem = await Telling.OfAsync(async () =>
            {
                _page = await Tail.ReadBackAsync(_cursor, Shown, new WireFilter(_purpose, _text.Trim()), _gone.Token);
                _files = Tail.Files();
            });
            foreach (WireTailLine line in _page.Lines) _purposes.Add(line.Purpose);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The ring deleted the file in this moment, or the page is going away.
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }
    }
}
