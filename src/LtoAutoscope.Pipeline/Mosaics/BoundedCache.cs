namespace LtoAutoscope.Pipeline.Mosaics;

/// <summary>Keeps what was used last, up to a total size. What two callers ask for at once is made once.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BoundedCache<TKey, TValue>(long limit, Func<TValue, long> sizeOf) where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, Lazy<Task<TValue>> Value, long Size)>> _nodes = [];
    private readonly LinkedList<(TKey Key, Lazy<Task<TValue>> Value, long Size)> _order = [];
    private readonly Lock _gate = new();
    private long _total;

    public async Task<TValue> GetAsync(TKey key, Func<Task<TValue>> make)
    {
        Lazy<Task<TValue>> value;
        lock (_gate)
        {
            if (_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, Lazy<Task<TValue>> Value, long Size)>? node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                value = node.Value.Value;
            }
            else
            {
                value = new Lazy<Task<TValue>>(make, LazyThreadSafetyMode.ExecutionAndPublication);
                _nodes[key] = _order.AddFirst((key, value, 0));
            }
        }

        try
        {
            TValue made = await value.Value.ConfigureAwait(false);
            Weigh(key, value, made);
            return made;
        }
        catch
        {
            Forget(key, value);
            throw;
        }
    }

    private void Weigh(TKey key, Lazy<Task<TValue>> value, TValue made)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, Lazy<Task<TValue>> Value, long Size)>? node) || node.Value.Value != value || node.Value.Size > 0) return;
            long size = Math.Max(1, sizeOf(made));
            node.Value = (key, value, size);
            _total += size;
            while (_total > limit && _order.Last is { } last && last != node)
            {
                _order.RemoveLast();
                _nodes.Remove(last.Value.Key);
                _total -= last.Value.Size;
            }
        }
    }

    private void Forget(TKey key, Lazy<Task<TValue>> value)
    {
        lock (_gate)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<(TKey Key, Lazy<Task<TValue>> Value, long Size)>? node) || node.Value.Value != value) return;
            _order.Remove(node);
            _nodes.Remove(key);
            _total -= node.Value.Size;
        }
    }
}
