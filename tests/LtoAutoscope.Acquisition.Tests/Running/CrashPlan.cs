namespace LtoAutoscope.Acquisition.Tests.Running;

/// <summary>Dies at the n-th step that touches instrument, disk or journal: before the step's effect, or right after it.</summary>
internal sealed class CrashPlan(int step, bool afterEffect)
{
    private int _passed;
    private bool _dead;

    public int Steps => Volatile.Read(ref _passed);

    public static CrashPlan Never => new(int.MaxValue, afterEffect: false);

    public async Task<T> StepAsync<T>(Func<Task<T>> effect)
    {
        if (_dead) throw new ProcessDiedException();
        bool here = Interlocked.Increment(ref _passed) == step;
        if (here && !afterEffect)
        {
            _dead = true;
            throw new ProcessDiedException();
        }

        T result = await effect();
        if (here)
        {
            _dead = true;
            throw new ProcessDiedException();
        }

        return result;
    }

    public Task StepAsync(Action effect) => StepAsync(() =>
    {
        effect();
        return Task.FromResult(0);
    });
}
