using System.Collections.Concurrent;

namespace LtoAutoscope.Instruments.ImageSources;

/// <summary>A thread of its own that runs one piece of work after the other; on Windows a single-threaded apartment, as COM objects of that kind need.</summary>
internal sealed class SingleThread : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public SingleThread(string name)
    {
        var thread = new Thread(Run) { Name = name, IsBackground = true };
        if (OperatingSystem.IsWindows()) thread.SetApartmentState(ApartmentState.STA);
        thread.Start();
    }

    /// <summary>Runs work on the thread. Work that has begun is not broken off; a caller that leaves does not wait for it.</summary>
    /// <exception cref="ObjectDisposedException">The thread has ended.</exception>
    public Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _work.Add(() =>
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    done.TrySetCanceled(cancellationToken);
                    return;
                }

                try
                {
                    done.TrySetResult(work());
                }
                catch (Exception failure)
                {
                    done.TrySetException(failure);
                }
            }, CancellationToken.None);
        }
        catch (InvalidOperationException failure)
        {
            throw new ObjectDisposedException(nameof(SingleThread), failure);
        }

        return done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the thread after the work that waits.</summary>
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (Action work in _work.GetConsumingEnumerable()) work();
    }
}
