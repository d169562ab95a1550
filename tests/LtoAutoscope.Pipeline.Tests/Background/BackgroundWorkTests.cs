using LtoAutoscope.Domain;
using LtoAutoscope.Pipeline.Background;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Pipeline.Tests.Background;

/// <summary>One piece of work at a time, cancelled by name, never left behind.</summary>
public sealed class BackgroundWorkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_WhileOneGoesOn_IsRefusedAndTheOneGoesOn()
    {
        await using var work = new BackgroundWork<Stand>(NullLogger.Instance);
        var end = new TaskCompletionSource();
        Begin(work, "a", _ => end.Task);
        Assert.Contains("'a' goes on", Assert.Throws<InputException>(() => Begin(work, "b", _ => Task.CompletedTask)).Message, StringComparison.Ordinal);
        Assert.Equal(new Stand("a", 0, true), work.Current);
        end.SetResult();
        await UntilAsync(work, stand => !stand.IsRunning);
        Begin(work, "b", _ => Task.CompletedTask);
        await UntilAsync(work, stand => stand is { Name: "b", IsRunning: false });
    }

    [Fact]
    public async Task CancelAsync_OfTheOneThatGoesOn_WaitsForItsEnd()
    {
        await using var work = new BackgroundWork<Stand>(NullLogger.Instance);
        Begin(work, "a", cancel => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        await Assert.ThrowsAsync<InputException>(() => work.CancelAsync(stand => stand.Name == "b", None, Token));
        Assert.True(work.Current!.IsRunning);
        Assert.False((await work.CancelAsync(stand => stand.Name == "a", None, Token)).IsRunning);
        await Assert.ThrowsAsync<InputException>(() => work.CancelAsync(_ => true, None, Token));
    }

    [Fact]
    public async Task Update_AfterTheEnd_ChangesNothing()
    {
        await using var work = new BackgroundWork<Stand>(NullLogger.Instance);
        Begin(work, "a", _ => Task.CompletedTask);
        await UntilAsync(work, stand => !stand.IsRunning);
        work.Update(stand => stand with { Done = 7 });
        Assert.Equal(new Stand("a", 1, false), work.Current);
    }

    [Fact]
    public async Task DisposeAsync_WhileOneGoesOn_EndsIt()
    {
        var work = new BackgroundWork<Stand>(NullLogger.Instance);
        Begin(work, "a", cancel => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel));
        await work.DisposeAsync();
        Assert.False(work.Current!.IsRunning);
    }

    private static void Begin(BackgroundWork<Stand> work, string name, Func<CancellationToken, Task> act)
        => work.Start(new Stand(name, 0, true), running => new InputException($"'{running.Name}' goes on", "work", "Wait"), async cancel =>
        {
            await act(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            work.Update(stand => stand with { Done = 1, IsRunning = false });
        });

    private static InputException None() => new("none goes on", "work", "Look again");

    private static async Task UntilAsync(BackgroundWork<Stand> work, Predicate<Stand> isSo)
    {
        var so = new TaskCompletionSource();
        void Look()
        {
            if (work.Current is { } stand && isSo(stand)) so.TrySetResult();
        }

        work.Changed += Look;
        Look();
        await so.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        work.Changed -= Look;
    }

    private sealed record Stand(string Name, int Done, bool IsRunning) : IWorkProgress;
}
